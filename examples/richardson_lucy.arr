# argv: 40 6
# A blurred picture made sharp again, after Richardson and Lucy: two
# convolutions in each round. A convolution is a weighted sum of shifted views
# of the picture in a frame of zeros; the loop over its 25 terms is planned once.
import sys
import numpy as np


def convolve(image, kernel):
    """The sum of the image's shifts, each times its kernel element."""
    rows, columns = image.shape
    border = kernel.shape[0] // 2
    framed = np.zeros((rows + 2 * border, columns + 2 * border))
    framed[border:-border, border:-border] = image
    total = np.zeros_like(image)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            total += kernel[i, j] * framed[i:i + rows, j:j + columns]
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 800
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 20

edge = np.array([1, 4, 6, 4, 1]) / 16
kernel = np.outer(edge, edge)
k = np.arange(n)
sharp = 0.1 + ((k // 8 + k[:, np.newaxis] // 8) % 2)  # a chessboard
blurred = convolve(sharp, kernel)

image = np.full((n, n), 0.5)
for step in range(rounds):
    image *= convolve(blurred / convolve(image, kernel), kernel)

inside = slice(n // 4, -n // 4)
print("error of the blurred picture", abs(blurred - sharp)[inside, inside].mean())
print("error of the restored one   ", abs(image - sharp)[inside, inside].mean())
print(image[n // 2, n // 2:n // 2 + 10])
