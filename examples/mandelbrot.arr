# argv: 48 30
# The Mandelbrot set by where(): a point that has left stays where it left, so
# every point does the same arithmetic, and each step is one task. See also
# mandelbrot_masks.arr.
import sys
import numpy as np

width = int(sys.argv[1]) if len(sys.argv) > 1 else 1800
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 100
height = width * 2 // 3

c_real = np.linspace(-2, 1, width)
c_imag = np.linspace(-1, 1, height)[:, None]
real = np.zeros((height, width))
imag = np.zeros((height, width))
count = np.zeros((height, width), dtype=np.int32)

for step in range(steps):
    inside = real * real + imag * imag <= 4
    new_real = real * real - imag * imag + c_real
    new_imag = 2 * real * imag + c_imag
    real = np.where(inside, new_real, real)
    imag = np.where(inside, new_imag, imag)
    count += inside

print("points of the set:", (count == steps).sum(), "of", count.size)
print(count[height // 2, ::width // 16])
