# argv: 17 10 5
# A box of fluid whose lid moves: the incompressible Navier-Stokes equations in
# two dimensions, after L. Barba's "12 steps": upwind advection, and a pressure
# that keeps the flow free of divergence, by sweeps of Poisson's equation.
import sys
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 201
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 100
sweeps = int(sys.argv[3]) if len(sys.argv) > 3 else 50
density, viscosity = 1.0, 0.1
dx = dy = 2 / (n - 1)
dt = 0.2 * dx * dx / viscosity


def divergence_source(u, v):
    """The right-hand side of Poisson's equation for the pressure."""
    du_dx = (u[1:-1, 2:] - u[1:-1, :-2]) / (2 * dx)
    du_dy = (u[2:, 1:-1] - u[:-2, 1:-1]) / (2 * dy)
    dv_dx = (v[1:-1, 2:] - v[1:-1, :-2]) / (2 * dx)
    dv_dy = (v[2:, 1:-1] - v[:-2, 1:-1]) / (2 * dy)
    return density * ((du_dx + dv_dy) / dt - du_dx ** 2 - 2 * du_dy * dv_dx - dv_dy ** 2)


def relax_pressure(p, source):
    for sweep in range(sweeps):
        p[1:-1, 1:-1] = ((p[1:-1, 2:] + p[1:-1, :-2]) * dy ** 2 + (p[2:, 1:-1] + p[:-2, 1:-1]) * dx ** 2
                         - source * dx ** 2 * dy ** 2) / (2 * (dx ** 2 + dy ** 2))
        p[:, -1] = p[:, -2]  # no flow of pressure through the walls,
        p[0, :] = p[1, :]
        p[:, 0] = p[:, 1]
        p[-1, :] = 0  # none at all at the lid


def advance(a, u, v, slope):
    """One step of a velocity: carried by the flow, pushed by the pressure, smoothed."""
    middle, west, south = a[1:-1, 1:-1], a[1:-1, :-2], a[:-2, 1:-1]
    carried = u[1:-1, 1:-1] * (middle - west) / dx + v[1:-1, 1:-1] * (middle - south) / dy
    smoothed = (a[1:-1, 2:] - 2 * middle + west) / dx ** 2 + (a[2:, 1:-1] - 2 * middle + south) / dy ** 2
    return middle + dt * (viscosity * smoothed - carried - slope / density)


u = np.zeros((n, n))
v = np.zeros((n, n))
p = np.zeros((n, n))
u[-1, :] = 1  # the lid
for step in range(steps):
    relax_pressure(p, divergence_source(u, v))
    new_u = advance(u, u, v, (p[1:-1, 2:] - p[1:-1, :-2]) / (2 * dx))
    new_v = advance(v, u, v, (p[2:, 1:-1] - p[:-2, 1:-1]) / (2 * dy))
    u[1:-1, 1:-1] = new_u
    v[1:-1, 1:-1] = new_v

print("fastest", np.sqrt(u ** 2 + v ** 2)[1:-1, 1:-1].max())
print("pressure from", p.min(), "to", p.max())
print("across the middle", u[::n // 8, n // 2])
