# Python complex numbers.
z = 3 + 4j
print(z, -z, +z, abs(z), z.real, z.imag, 1j, 2.5j, 1e3j, 0j, -1j, -0j)
print(z + 1, z - 1j, z * z, z / (1 - 2j), z * 2, 2 * z, z / 2, 1 / z, 1.5 + z, z - 1.5)
print(z ** 2, z ** 0, 1j ** 2, 1j * 1j, (1 + 1j) * (1 - 1j))
print(z == 3 + 4j, z != 3, 3 + 0j == 3, 1j == 1, z == z)
print(complex(1, 2), complex(3), complex(1.5, -2.5), complex())
print(bool(0j), bool(1j), not z)
print((1 + 2j, 3j), [1j, -1j], repr(1 + 2j), str(2j))
print((-0.0 + 1j), complex(0.0, -0.0), complex(-0.0, 0.0), 1e20 + 1e-20j)
w = 1j
w += 2; print(w)
w *= w; print(w)
w -= 1j; print(w)
w /= 2; print(w)
