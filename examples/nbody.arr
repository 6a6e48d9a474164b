# argv: 25 10
# Stars that attract each other, all pairs at once: every array below that has
# n * n elements is only described, never stored: distances, forces and their
# sums over the other stars are one pass. Leapfrog steps keep the energy.
import sys
import numpy as np

softening = 0.1


def acceleration(x, y, z, mass):
    dx = x - x[:, np.newaxis]
    dy = y - y[:, np.newaxis]
    dz = z - z[:, np.newaxis]
    square = dx * dx + dy * dy + dz * dz + softening ** 2
    pull = mass / (square * np.sqrt(square))
    return (dx * pull).sum(axis=1), (dy * pull).sum(axis=1), (dz * pull).sum(axis=1)


def energy(x, y, z, vx, vy, vz, mass):
    square = (x - x[:, np.newaxis]) ** 2 + (y - y[:, np.newaxis]) ** 2 + (z - z[:, np.newaxis]) ** 2
    potential = mass * mass[:, np.newaxis] / np.sqrt(square + softening ** 2)
    return 0.5 * (mass * (vx ** 2 + vy ** 2 + vz ** 2)).sum() - 0.5 * potential.sum()


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 40
dt = 0.01

rng = np.random.default_rng(17)
x, y, z = rng.uniform(-1, 1, (3, n))
vx, vy, vz = -y, x + 0.0, 0.1 * z
mass = (0.5 + rng.random(n)) / n
before = energy(x, y, z, vx, vy, vz, mass)

ax, ay, az = acceleration(x, y, z, mass)
for step in range(steps):
    vx += 0.5 * dt * ax
    vy += 0.5 * dt * ay
    vz += 0.5 * dt * az
    x += dt * vx
    y += dt * vy
    z += dt * vz
    ax, ay, az = acceleration(x, y, z, mass)
    vx += 0.5 * dt * ax
    vy += 0.5 * dt * ay
    vz += 0.5 * dt * az

after = energy(x, y, z, vx, vy, vz, mass)
print("energy", before, "changed by", after - before)
print("first star", x[0], y[0], z[0])
