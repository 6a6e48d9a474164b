# Life on a torus, with patterns as text; generators, for with else.
# null: skip
import numpy as np

PATTERNS = {
    "glider": """
.X.
..X
XXX""",
    "blinker": """
XXX""",
    "r-pentomino": """
.XX
XX.
.X.""",
}


def parse(text):
    rows = [line for line in text.splitlines() if line]
    return np.array([[c == "X" for c in row] for row in rows])


def place(pattern, size, at=(0, 0)):
    board = np.zeros((size, size), dtype=bool)
    h, w = pattern.shape
    board[at[0]:at[0] + h, at[1]:at[1] + w] = pattern
    return board


def step(board):
    neighbours = sum(np.roll(board, (dy, dx), axis=(0, 1)).astype(int)
                     for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dy, dx) != (0, 0))
    return (neighbours == 3) | (board & (neighbours == 2))


def show(board):
    for row in board:
        print("".join("#" if cell else "." for cell in row))


for name, text in PATTERNS.items():
    board = place(parse(text), 10, (3, 3))
    start, history = board, []
    for generation in range(40):
        history.append(int(board.sum()))
        board = step(board)
        if np.array_equal(board, start):
            print("%s repeats after %d" % (name, generation + 1))
            break
    else:
        print("%s goes on: %s ... %d" % (name, history[:12], history[-1]))
    show(board[2:8])
