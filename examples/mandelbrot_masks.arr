# null: skip
# argv: 48 30
# The Mandelbrot set by boolean masks: points that have left are dropped, so
# each step works on fewer of them. How many remain is all that a step waits
# for: the sizes of its arrays.
import sys
import numpy as np

width = int(sys.argv[1]) if len(sys.argv) > 1 else 1800
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 100
height = width * 2 // 3

place = np.arange(height * width)  # where a point that is still here belongs
c_real = np.linspace(-2, 1, width)[place % width]
c_imag = np.linspace(-1, 1, height)[place // width]
real, imag = np.zeros(place.shape), np.zeros(place.shape)
count = np.zeros(height * width, dtype=np.int32)

for step in range(steps):
    here = real * real + imag * imag <= 4
    real, imag, place = real[here], imag[here], place[here]
    c_real, c_imag = c_real[here], c_imag[here]
    count[place] += 1
    real, imag = real * real - imag * imag + c_real, 2 * real * imag + c_imag

count = count.reshape(height, width)
print("points of the set:", (count == steps).sum(), "of", count.size)
print(count[height // 2, ::width // 16])
