# Minimax with a memo of boards.
# null: skip
import numpy as np

def winner(b):
    lines = np.vstack([b, b.T, b.diagonal(), np.fliplr(b).diagonal()])
    s = lines.sum(axis=1)
    if (s == 3).any():
        return 1
    if (s == -3).any():
        return -1
    return 0

def moves(b):
    return list(zip(*np.where(b == 0)))

memo = {}

def minimax(b, player):
    key = tuple(int(v) for v in b.flat), player
    if key in memo:
        return memo[key]
    w = winner(b)
    free = moves(b)
    if w or not free:
        best = (w, None)
    else:
        best = (-2 * player, None)
        for m in free:
            b[m] = player
            score = minimax(b, -player)[0]
            b[m] = 0
            if score * player > best[0] * player:
                best = (score, m)
    memo[key] = best
    return best

b = np.array([[1, -1, 0], [0, 1, 0], [0, 0, -1]])
score, move = minimax(b, 1)
print(score, tuple(map(int, move)), len(memo))
player, turn = 1, 0
while not winner(b) and moves(b):
    b[minimax(b, player)[1]] = player
    player = -player
    turn += 1
    print(f"turn {turn}:")
    print("\n".join(" ".join("O.X"[v + 1] for v in row) for row in b))
print({1: "X wins", -1: "O wins", 0: "draw"}[winner(b)])
