# The outer planets by leapfrog; forces by broadcasting. Sums of three terms in NumPy's order.
# null: skip
import sys
import numpy as np

G = 2.95912208286e-4
NAMES = ["Sun", "Jupiter", "Saturn", "Uranus", "Neptune"]
mass = np.array([1.00000597682, 0.000954786104043, 0.000285583733151, 0.0000437273164546, 0.0000517759138449])
pos = np.array([[0.0, 0.0, 0.0], [-3.5023653, -3.8169847, -1.5507963], [9.0755314, -3.0458353, -1.6483708],
                [8.3101420, -16.2901086, -7.2521278], [11.4707666, -25.7294829, -10.8169456]])
vel = np.array([[0.0, 0.0, 0.0], [0.00565429, -0.00412490, -0.00190589], [0.00168318, 0.00483525, 0.00192462],
                [0.00354178, 0.00137102, 0.00055029], [0.00288930, 0.00114527, 0.00039677]])
vel -= (mass[:, None] * vel).sum(axis=0) / mass.sum()


def acceleration(pos):
    d = pos[None, :, :] - pos[:, None, :]
    r2 = (d ** 2).sum(axis=-1)
    np.fill_diagonal(r2, 1.0)
    inv = mass[None, :] / (r2 * np.sqrt(r2))
    np.fill_diagonal(inv, 0.0)
    return G * (d * inv[:, :, None]).sum(axis=1)


def energy(pos, vel):
    kinetic = 0.5 * (mass * (vel ** 2).sum(axis=1)).sum()
    i, j = np.triu_indices(len(mass), k=1)
    distance = np.sqrt(((pos[i] - pos[j]) ** 2).sum(axis=1))
    return kinetic - G * (mass[i] * mass[j] / distance).sum()


steps = int(sys.argv[1]) if len(sys.argv) > 1 else 200
dt = 20.0
start = energy(pos, vel)
acc = acceleration(pos)
for step in range(steps):
    vel += 0.5 * dt * acc
    pos += dt * vel
    acc = acceleration(pos)
    vel += 0.5 * dt * acc
for name, p in zip(NAMES, pos):
    print("%8s %12.6f %12.6f %12.6f" % (name, p[0], p[1], p[2]))
print("relative drift of energy below 1e-5:", abs((energy(pos, vel) - start) / start) < 1e-5)
