"""SIMD, apart from the rest: a vector goes in and comes out as two i64, the low lanes first."""
from run import Case, Module, f32, f64

SHAPES_INT = ["i8x16", "i16x8", "i32x4", "i64x2"]
UNARY = {
    "v128": "not",
    "i8x16": "abs neg popcnt",
    "i16x8": "abs neg extadd_pairwise_i8x16_s extadd_pairwise_i8x16_u extend_low_i8x16_s extend_high_i8x16_s extend_low_i8x16_u extend_high_i8x16_u",
    "i32x4": "abs neg extadd_pairwise_i16x8_s extadd_pairwise_i16x8_u extend_low_i16x8_s extend_high_i16x8_s extend_low_i16x8_u extend_high_i16x8_u "
             "trunc_sat_f32x4_s trunc_sat_f32x4_u trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero",
    "i64x2": "abs neg extend_low_i32x4_s extend_high_i32x4_s extend_low_i32x4_u extend_high_i32x4_u",
    "f32x4": "abs neg sqrt ceil floor trunc nearest convert_i32x4_s convert_i32x4_u demote_f64x2_zero",
    "f64x2": "abs neg sqrt ceil floor trunc nearest convert_low_i32x4_s convert_low_i32x4_u promote_low_f32x4",
}
COMPARE = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u"
BINARY = {
    "v128": "and andnot or xor",
    "i8x16": COMPARE + " add sub add_sat_s add_sat_u sub_sat_s sub_sat_u min_s min_u max_s max_u avgr_u narrow_i16x8_s narrow_i16x8_u swizzle",
    "i16x8": COMPARE + " add sub mul add_sat_s add_sat_u sub_sat_s sub_sat_u min_s min_u max_s max_u avgr_u narrow_i32x4_s narrow_i32x4_u q15mulr_sat_s "
                       "extmul_low_i8x16_s extmul_high_i8x16_s extmul_low_i8x16_u extmul_high_i8x16_u",
    "i32x4": COMPARE + " add sub mul min_s min_u max_s max_u dot_i16x8_s extmul_low_i16x8_s extmul_high_i16x8_s extmul_low_i16x8_u extmul_high_i16x8_u",
    "i64x2": "eq ne lt_s gt_s le_s ge_s add sub mul extmul_low_i32x4_s extmul_high_i32x4_s extmul_low_i32x4_u extmul_high_i32x4_u",
    "f32x4": "eq ne lt gt le ge add sub mul div min max pmin pmax",
    "f64x2": "eq ne lt gt le ge add sub mul div min max pmin pmax",
}
INTEGERS = [(0, 0), (0x0123456789ABCDEF, 0xFEDCBA9876543210), (0x8000000080000000, 0x7FFFFFFF80007F80), (2**64 - 1, 0x00FF00FF7F807F80), (0x0102030405060708, 0x0F1000FF80AA5511)]
LANES32 = [1.5, -2.5, 0.25, 1e10, -0.0, 3.75, -100.5, 7.0]
LANES64 = [1.5, -2.25, 1e100, -0.0]


def pack32(a, b):
    return f32(a) | f32(b) << 32


FLOAT32 = [(pack32(1.5, 2.5), pack32(0.25, 1e10)), (pack32(0.5, 3.75), pack32(100.5, 7.0)), (pack32(-1.5, -0.0), pack32(-2.75, 1e30))]
FLOAT64 = [(f64(1.5), f64(2.25)), (f64(1e100), f64(0.1)), (f64(-3.5), f64(-0.0))]
POSITIVE = {"f32x4": FLOAT32[:2], "f64x2": FLOAT64[:2]}
VECTOR = "(i64x2.replace_lane 1 (i64x2.splat (local.get {0})) (local.get {1}))"
OUT = "(local.set $v {0}) (i64x2.extract_lane 0 (local.get $v)) (i64x2.extract_lane 1 (local.get $v))"


def values_for(shape, op):
    source = next((s for s in ("f32x4", "f64x2", "i8x16", "i16x8", "i32x4", "i64x2") if s in op), shape)
    if source == "f32x4":
        return FLOAT32
    if source == "f64x2":
        return FLOAT64
    return INTEGERS


class Builder:
    def __init__(self):
        self.functions, self.cases = [], []

    def function(self, name, signature, body, arguments):
        self.functions.append(f'  (func (export "{name}") {signature} {body})')
        self.cases += [(name, Case(tuple(a))) for a in arguments]

    def vector(self, name, parameters, expression, arguments):
        """A function of i64 (and other) parameters that answers the vector of `expression`."""
        self.function(name, f"(param {parameters}) (result i64 i64) (local $v v128)", OUT.format(expression), arguments)


def lanes(b):
    for shape, kind, count in (("i8x16", "i32", 16), ("i16x8", "i32", 8), ("i32x4", "i32", 4), ("i64x2", "i64", 2), ("f32x4", "f32", 4), ("f64x2", "f64", 2)):
        values = {"i32": [0, -1, 0x12345678], "i64": [0, -1, 0x123456789ABCDEF0], "f32": [f32(1.5), 0x7F800001], "f64": [f64(-0.0), 0x7FF0000000000001]}[kind]
        b.vector(f"{shape}.splat", kind, f"({shape}.splat (local.get 0))", [(v,) for v in values])
        for lane in (0, count - 1):
            suffix = ("_s", "_u") if count >= 8 else ("",)
            for s in suffix:
                b.function(f"{shape}.extract_lane{s}-{lane}-move", f"(param i64 i64) (result {kind})",
                           f"({shape}.extract_lane{s} {lane} {VECTOR.format(0, 1)})", INTEGERS[:4])
            b.vector(f"{shape}.replace_lane-{lane}", f"i64 i64 {kind}", f"({shape}.replace_lane {lane} {VECTOR.format(0, 1)} (local.get 2))",
                     [(*INTEGERS[1], v) for v in values])


def arithmetic(b):
    two = f"{VECTOR.format(0, 1)} {VECTOR.format(2, 3)}"
    for shape, ops in UNARY.items():
        for op in ops.split():
            values = POSITIVE[shape] if op == "sqrt" else values_for(shape, op)
            b.vector(f"{shape}.{op}", "i64 i64", f"({shape}.{op} {VECTOR.format(0, 1)})", values)
    for shape, ops in BINARY.items():
        for op in ops.split():
            values = values_for(shape, op)
            arguments = [(*values[i], *values[(i * 3 + 1) % len(values)]) for i in range(len(values))] + [(*values[1], *values[1])]
            b.vector(f"{shape}.{op}", "i64 i64 i64 i64", f"({shape}.{op} {two})", arguments)
    for shape in SHAPES_INT:
        for op in ("shl", "shr_s", "shr_u"):
            b.vector(f"{shape}.{op}", "i64 i64 i32", f"({shape}.{op} {VECTOR.format(0, 1)} (local.get 2))", [(*INTEGERS[1], n) for n in (0, 1, 7, 9, 33, 65, -1)])
        for op in ("all_true", "bitmask"):
            b.function(f"{shape}.{op}", "(param i64 i64) (result i32)", f"({shape}.{op} {VECTOR.format(0, 1)})", INTEGERS)
    b.function("v128.any_true", "(param i64 i64) (result i32)", f"(v128.any_true {VECTOR.format(0, 1)})", INTEGERS)
    b.vector("v128.bitselect", "i64 i64 i64 i64 i64 i64", f"(v128.bitselect {two} {VECTOR.format(4, 5)})", [(*INTEGERS[1], *INTEGERS[2], *INTEGERS[3])])
    b.vector("i8x16.shuffle", "i64 i64 i64 i64", f"(i8x16.shuffle 0 31 1 30 2 29 3 28 15 16 14 17 13 18 12 19 {two})", [(*INTEGERS[1], *INTEGERS[4])])
    b.function("v128.const", "(result i64 i64) (local $v v128)", OUT.format("(v128.const i32x4 1 -2 0x80000000 0x7fffffff)"), [()])
    b.vector("v128-select-and-locals", "i64 i64 i32", f"(select (local.tee $v {VECTOR.format(0, 1)}) (v128.const i64x2 1 2) (local.get 2))", [(*INTEGERS[1], 0), (*INTEGERS[1], 1)])
    b.function("v128-global", "(param i64 i64) (result i64 i64) (local $v v128)", f"(global.set $g {VECTOR.format(0, 1)}) " + OUT.format("(global.get $g)"), [INTEGERS[1]])


def memory(b):
    at = (0, 1, 65520, 65528, 65535, 65536, -1)
    for op in "load load8x8_s load8x8_u load16x4_s load16x4_u load32x2_s load32x2_u load8_splat load16_splat load32_splat load64_splat load32_zero load64_zero".split():
        b.vector(f"v128.{op}", "i32", f"(v128.{op} (local.get 0))", [(a,) for a in at])
    b.vector("v128.load-offset", "i32", "(v128.load offset=16 (local.get 0))", [(0,), (65504,), (65505,), (-16,)])
    b.function("v128.store", "(param i32 i64 i64) (result i64 i64)",
               f"(v128.store (local.get 0) {VECTOR.format(1, 2)}) (i64.load (i32.const 0)) (i64.load (i32.const 65528))", [(a, *INTEGERS[1]) for a in at])
    for bits, last in ((8, 15), (16, 7), (32, 3), (64, 1)):
        for lane in (0, last):
            b.vector(f"v128.load{bits}_lane-{lane}", "i32 i64 i64", f"(v128.load{bits}_lane {lane} (local.get 0) {VECTOR.format(1, 2)})", [(a, *INTEGERS[1]) for a in at])
            b.function(f"v128.store{bits}_lane-{lane}", "(param i32 i64 i64) (result i64 i64)",
                       f"(v128.store{bits}_lane {lane} (local.get 0) {VECTOR.format(1, 2)}) (i64.load (i32.const 0)) (i64.load (i32.const 65528))",
                       [(a, *INTEGERS[1]) for a in at])


def modules():
    b = Builder()
    lanes(b)
    arithmetic(b)
    memory(b)
    text = (";; Generated by generate.py: one function for each SIMD instruction.\n(module\n  (memory 1)\n"
            '  (data (i32.const 0) "\\00\\01\\82\\03\\84\\05\\86\\07\\f8\\09\\fa\\0b\\fc\\0d\\fe\\0f\\11\\22\\33\\44\\55\\66\\77\\88")\n'
            '  (data (i32.const 65520) "0123456789abcdef")\n  (global $g (mut v128) (v128.const i64x2 0 0))\n'
            + "\n".join(b.functions) + ")\n")
    return [Module("simd", text, b.cases, "simd")]
