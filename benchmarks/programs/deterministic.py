"""What a deterministic call of Vexhost sees, for Wasmtime: the clock, the random bytes and the flags of the standard streams. The fuel
of a program follows from them.

Wasmtime has no flags there; a program that asks for reading without waiting reads its input from a file either way.
"""
import io
import pathlib
import struct

import wasmtime

BUDGET = 1 << 62
BADF, LOW = 8, (1 << 64) - 1
CLOCKS = [1_704_067_200_000_000_000, 1_000_000_000, 0, 0]
SEED = [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0x2545F4914F6CDD1D]


def engine(is_metered=True):
    config = wasmtime.Config()
    config.consume_fuel = is_metered
    config.wasm_exceptions = True
    config.cranelift_nan_canonicalization = True
    return wasmtime.Engine(config)


def rotated(x, by):
    return (x << by | x >> 64 - by) & LOW


def write(caller, at, data):
    caller["memory"].write(caller, data, at & 0xFFFFFFFF)
    return 0


class Host:
    """The host functions of an engine. Each run sees them as the first one does."""

    def __init__(self, engine, is_metered=True):
        self.engine, self.is_metered = engine, is_metered
        self.linker = wasmtime.Linker(engine)
        self.linker.define_wasi()
        self.linker.allow_shadowing = True
        for function, params in ((self.clock_time_get, "iIi"), (self.random_get, "ii"), (self.fd_fdstat_get, "ii"),
                                 (self.fd_fdstat_set_flags, "ii"), (self.fd_read, "iiii"), (self.fd_write, "iiii")):
            types = [wasmtime.ValType.i64() if each == "I" else wasmtime.ValType.i32() for each in params]
            signature = wasmtime.FuncType(types, [wasmtime.ValType.i32()])
            self.linker.define_func("wasi_snapshot_preview1", function.__name__, signature, function, access_caller=True)

    def run(self, module, args, stdin):
        """Runs a program in an instance of its own; answers its exit status and its fuel, which is -1 without metering. `written` has
        what it wrote to standard output and standard error."""
        self.seed, self.flags, self.written = list(SEED), {0: 0, 1: 0, 2: 0}, {1: bytearray(), 2: bytearray()}
        self.given = io.BytesIO(pathlib.Path(stdin).read_bytes())
        store = wasmtime.Store(self.engine)
        if self.is_metered:
            store.set_fuel(BUDGET)
        wasi = wasmtime.WasiConfig()
        wasi.argv, wasi.stdin_file = args, stdin
        store.set_wasi(wasi)
        start = self.linker.instantiate(store, module).exports(store)["_start"]
        status = 0
        try:
            start(store)
        except wasmtime.ExitTrap as e:
            status = e.code
        return status, BUDGET - store.get_fuel() if self.is_metered else -1

    def wrote(self, fd, data):
        self.written[fd] += data

    def word(self):
        a, b, c, d = self.seed
        result = (rotated(a + d & LOW, 23) + a) & LOW
        c ^= a
        d ^= b
        self.seed[:] = a ^ d, b ^ c, c ^ (b << 17 & LOW), rotated(d, 45)
        return result.to_bytes(8, "little")

    def clock_time_get(self, caller, clock, precision, at):
        return write(caller, at, CLOCKS[clock].to_bytes(8, "little"))

    def random_get(self, caller, at, count):
        return write(caller, at, b"".join(self.word() for _ in range(count // 8 + 1))[:count])

    def fd_fdstat_get(self, caller, fd, at):
        if fd not in self.flags:
            return BADF
        return write(caller, at, bytes([0, 0, self.flags[fd]]) + bytes(5) + bytes([255] * 3) + bytes(13))

    def fd_fdstat_set_flags(self, caller, fd, wanted):
        if fd not in self.flags:
            return BADF
        self.flags[fd] = wanted
        return 0

    def fd_read(self, caller, fd, buffers, count, at):
        """Fills all buffers of standard input, as Vexhost does; Wasmtime would read 64 KiB at most, and the program would call again."""
        if fd != 0:
            return BADF
        memory, length = caller["memory"], 0
        for each in range(buffers & 0xFFFFFFFF, (buffers & 0xFFFFFFFF) + 8 * count, 8):
            start, size = struct.unpack("<II", memory.read(caller, each, each + 8))
            data = self.given.read(size)
            memory.write(caller, data, start)
            length += len(data)
        return write(caller, at, length.to_bytes(4, "little"))

    def fd_write(self, caller, fd, buffers, count, at):
        """Writes all buffers at once, as Vexhost does; Wasmtime would write the first, and the program would call again."""
        if fd not in self.written:
            return BADF
        memory, length = caller["memory"], 0
        for each in range(buffers & 0xFFFFFFFF, (buffers & 0xFFFFFFFF) + 8 * count, 8):
            start, size = struct.unpack("<II", memory.read(caller, each, each + 8))
            self.wrote(fd, memory.read(caller, start, start + size))
            length += size
        return write(caller, at, length.to_bytes(4, "little"))
