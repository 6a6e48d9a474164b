# Breadth-first search in a maze and labels of blobs.
# null: skip
import numpy as np

maze = """
#########
#S..#...#
##.##.#.#
#.....#E#
#########
""".strip().splitlines()
grid = np.array([list(map(ord, row)) for row in maze])
walls = grid == ord("#")
start = tuple(int(v) for v in np.argwhere(grid == ord("S"))[0])
goal = tuple(int(v) for v in np.argwhere(grid == ord("E"))[0])
print(walls.astype(int), start, goal)
dist = np.full(grid.shape, -1)
dist[start] = 0
queue = [start]
prev = {}
while queue:
    i, j = queue.pop(0)
    for di, dj in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        n = (i + di, j + dj)
        if not walls[n] and dist[n] < 0:
            dist[n] = dist[i, j] + 1
            prev[n] = (i, j)
            queue.append(n)
print(dist)
path = [goal]
while path[-1] != start:
    path.append(prev[path[-1]])
path.reverse()
print(len(path) - 1, path)
canvas = [list(r) for r in maze]
for i, j in path[1:-1]:
    canvas[i][j] = "*"
print("\n".join("".join(r) for r in canvas))
labels = np.zeros(walls.shape, int)
k = 0
blob = np.array([[1, 1, 0, 0, 1], [0, 1, 0, 1, 1], [0, 0, 0, 0, 0], [1, 0, 1, 1, 0]], dtype=bool)
lab = np.zeros(blob.shape, dtype=int)
for i, j in zip(*np.nonzero(blob)):
    if lab[i, j]:
        continue
    k += 1
    todo = [(i, j)]
    while todo:
        a, b = todo.pop()
        if 0 <= a < blob.shape[0] and 0 <= b < blob.shape[1] and blob[a, b] and not lab[a, b]:
            lab[a, b] = k
            todo += [(a + 1, b), (a - 1, b), (a, b + 1), (a, b - 1)]
print(lab, k, np.bincount(lab[lab > 0])[1:])
