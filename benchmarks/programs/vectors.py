"""Counts the vector instructions (SIMD) of a module."""
import sys

CODE, VECTOR, NUMERIC = 10, 0xFD, 0xFC
NONE, ONE, TWO, BLOCK, MEMORY = "none", "one", "two", "block", "memory"
IMMEDIATES = {0x02: BLOCK, 0x03: BLOCK, 0x04: BLOCK, 0x06: BLOCK, 0x41: ONE, 0x42: ONE, 0x3F: ONE, 0x40: ONE, 0x11: TWO, 0x13: TWO, 0xD0: ONE, 0xD2: ONE}
IMMEDIATES.update({each: ONE for each in (0x07, 0x08, 0x09, 0x0C, 0x0D, 0x10, 0x12, 0x18, *range(0x20, 0x27))})
IMMEDIATES.update({each: MEMORY for each in range(0x28, 0x3F)})
# After the prefix 0xFC: what works on memories and tables as a whole has one or two indices.
WHOLE = {8: TWO, 9: ONE, 10: TWO, 11: ONE, 12: TWO, 13: ONE, 14: TWO, 15: ONE, 16: ONE, 17: ONE}


class Reader:
    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def number(self):
        """An integer in LEB128. The sign does not matter here."""
        result, shift = 0, 0
        while True:
            byte = self.byte()
            result |= (byte & 0x7F) << shift
            if byte < 0x80:
                return result
            shift += 7

    def skip(self, kind):
        for _ in range({NONE: 0, ONE: 1, TWO: 2, BLOCK: 1}.get(kind, 0)):
            self.number()
        if kind == MEMORY:
            alignment = self.number()
            if alignment & 0x40:
                self.number()
            self.number()

    def instruction(self):
        """Answers whether it is a vector instruction."""
        opcode = self.byte()
        if opcode == VECTOR:
            self.vector(self.number())
            return True
        if opcode == NUMERIC:
            self.skip(WHOLE.get(self.number(), NONE))
        elif opcode == 0x0E:  # br_table
            for _ in range(self.number() + 1):
                self.number()
        elif opcode == 0x1C:  # select with types
            for _ in range(self.number()):
                self.number()
        elif opcode == 0x43:
            self.at += 4
        elif opcode == 0x44:
            self.at += 8
        elif opcode in (0x1F, 0xFB, 0xFE):
            raise ValueError(f"instruction 0x{opcode:02x} is not known here")
        else:
            self.skip(IMMEDIATES.get(opcode, NONE))
        return False

    def vector(self, opcode):
        if opcode <= 11 or 92 <= opcode <= 93:
            self.skip(MEMORY)
        elif opcode in (12, 13):  # a constant, a shuffle
            self.at += 16
        elif 21 <= opcode <= 34:  # a lane
            self.at += 1
        elif 84 <= opcode <= 91:  # memory and a lane
            self.skip(MEMORY)
            self.at += 1


def count(module):
    """How many instructions there are, and how many of them are vector instructions."""
    reader, total, vectors = Reader(module, 8), 0, 0
    while reader.at < len(module):
        section, size = reader.byte(), reader.number()
        end = reader.at + size
        if section == CODE:
            for _ in range(reader.number()):
                length = reader.number()
                body_end = reader.at + length
                for _ in range(reader.number()):
                    reader.skip(TWO)
                while reader.at < body_end:
                    total += 1
                    vectors += reader.instruction()
                if reader.at != body_end:
                    raise ValueError(f"a function ends at 0x{reader.at:x}, expected 0x{body_end:x}")
        reader.at = end
    return total, vectors


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with open(name, "rb") as file:
            print(name, *count(file.read()))
