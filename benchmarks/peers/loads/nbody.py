"""Five bodies that attract each other: floating point and lists."""
import json

SUN = 4 * 3.141592653589793**2


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z, self.vx, self.vy, self.vz, self.mass = x, y, z, vx, vy, vz, mass


def step(bodies, time):
    for at, one in enumerate(bodies):
        for other in bodies[at + 1 :]:
            dx, dy, dz = one.x - other.x, one.y - other.y, one.z - other.z
            force = time / (dx * dx + dy * dy + dz * dz) ** 1.5
            one.vx -= dx * other.mass * force
            one.vy -= dy * other.mass * force
            one.vz -= dz * other.mass * force
            other.vx += dx * one.mass * force
            other.vy += dy * one.mass * force
            other.vz += dz * one.mass * force
    for body in bodies:
        body.x += time * body.vx
        body.y += time * body.vy
        body.z += time * body.vz


bodies = [Body(0, 0, 0, 0, 0, 0, SUN)]
for each in range(1, 5):
    bodies.append(Body(each * 1.3, 0.1 * each, 0.01, 0.02 * each, 6.2 / each**0.5, 0.03, SUN / 10**3 / each))
for _ in range(6000):
    step(bodies, 0.001)
print(json.dumps({"places": [round(value * 1e6) for body in bodies for value in (body.x, body.y, body.z)]}))
