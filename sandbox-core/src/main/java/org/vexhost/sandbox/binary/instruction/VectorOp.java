package org.vexhost.sandbox.binary.instruction;

import java.util.Arrays;
import java.util.List;

/**
 * The instructions on 128-bit vectors, relaxed ones included, with their names, immediates,
 * operands and results. An opcode is {@link #FIRST} plus the number after the prefix 0xFD.
 */
public final class VectorOp {

    /** The opcode for 0xFD 0. */
    public static final int FIRST = 0x200;

    /** Loads 16 bytes. */
    public static final int LOAD = FIRST;

    /** Stores 16 bytes. */
    public static final int STORE = FIRST + 0x0B;

    /** A constant. */
    public static final int CONST = FIRST + 0x0C;

    /** Chooses bytes of two vectors by constants. */
    public static final int SHUFFLE = FIRST + 0x0D;

    /** Chooses bytes of a vector by the bytes of another. */
    public static final int SWIZZLE = FIRST + 0x0E;

    /** First of the instructions that load a single lane. */
    public static final int FIRST_LOAD_LANE = FIRST + 0x54;

    /** First of the instructions that store a single lane. */
    public static final int FIRST_STORE_LANE = FIRST + 0x58;

    /** Last of the instructions that store a single lane. */
    public static final int LAST_STORE_LANE = FIRST + 0x5B;

    /** The number of opcodes, some of which are unassigned. */
    public static final int COUNT = 0x114;

    /**
     * The columns of each line: the code of the first instruction; its immediates: none (-), an
     * address with the power of two of its alignment (a), one of n lanes (n), both (a/n), a
     * constant or a list of lanes; its operands; its results; and the names of instructions with
     * consecutive codes.
     */
    private static final String TABLE =
            """
            0 4 i v v128.load
            1 3 i v v128.load8x8_s v128.load8x8_u v128.load16x4_s v128.load16x4_u
            5 3 i v v128.load32x2_s v128.load32x2_u
            7 0 i v v128.load8_splat
            8 1 i v v128.load16_splat
            9 2 i v v128.load32_splat
            a 3 i v v128.load64_splat
            b 4 iv - v128.store
            c const - v v128.const
            d list vv v i8x16.shuffle
            e - vv v i8x16.swizzle
            f - i v i8x16.splat i16x8.splat i32x4.splat
            12 - l v i64x2.splat
            13 - f v f32x4.splat
            14 - d v f64x2.splat
            15 n16 v i i8x16.extract_lane_s i8x16.extract_lane_u
            17 n16 vi v i8x16.replace_lane
            18 n8 v i i16x8.extract_lane_s i16x8.extract_lane_u
            1a n8 vi v i16x8.replace_lane
            1b n4 v i i32x4.extract_lane
            1c n4 vi v i32x4.replace_lane
            1d n2 v l i64x2.extract_lane
            1e n2 vl v i64x2.replace_lane
            1f n4 v f f32x4.extract_lane
            20 n4 vf v f32x4.replace_lane
            21 n2 v d f64x2.extract_lane
            22 n2 vd v f64x2.replace_lane
            23 - vv v i8x16.eq i8x16.ne i8x16.lt_s i8x16.lt_u i8x16.gt_s i8x16.gt_u
            29 - vv v i8x16.le_s i8x16.le_u i8x16.ge_s i8x16.ge_u
            2d - vv v i16x8.eq i16x8.ne i16x8.lt_s i16x8.lt_u i16x8.gt_s i16x8.gt_u
            33 - vv v i16x8.le_s i16x8.le_u i16x8.ge_s i16x8.ge_u
            37 - vv v i32x4.eq i32x4.ne i32x4.lt_s i32x4.lt_u i32x4.gt_s i32x4.gt_u
            3d - vv v i32x4.le_s i32x4.le_u i32x4.ge_s i32x4.ge_u
            41 - vv v f32x4.eq f32x4.ne f32x4.lt f32x4.gt f32x4.le f32x4.ge
            47 - vv v f64x2.eq f64x2.ne f64x2.lt f64x2.gt f64x2.le f64x2.ge
            4d - v v v128.not
            4e - vv v v128.and v128.andnot v128.or v128.xor
            52 - vvv v v128.bitselect
            53 - v i v128.any_true
            54 0/16 iv v v128.load8_lane
            55 1/8 iv v v128.load16_lane
            56 2/4 iv v v128.load32_lane
            57 3/2 iv v v128.load64_lane
            58 0/16 iv - v128.store8_lane
            59 1/8 iv - v128.store16_lane
            5a 2/4 iv - v128.store32_lane
            5b 3/2 iv - v128.store64_lane
            5c 2 i v v128.load32_zero
            5d 3 i v v128.load64_zero
            5e - v v f32x4.demote_f64x2_zero f64x2.promote_low_f32x4
            60 - v v i8x16.abs i8x16.neg i8x16.popcnt
            63 - v i i8x16.all_true i8x16.bitmask
            65 - vv v i8x16.narrow_i16x8_s i8x16.narrow_i16x8_u
            67 - v v f32x4.ceil f32x4.floor f32x4.trunc f32x4.nearest
            6b - vi v i8x16.shl i8x16.shr_s i8x16.shr_u
            6e - vv v i8x16.add i8x16.add_sat_s i8x16.add_sat_u
            71 - vv v i8x16.sub i8x16.sub_sat_s i8x16.sub_sat_u
            74 - v v f64x2.ceil f64x2.floor
            76 - vv v i8x16.min_s i8x16.min_u i8x16.max_s i8x16.max_u
            7a - v v f64x2.trunc
            7b - vv v i8x16.avgr_u
            7c - v v i16x8.extadd_pairwise_i8x16_s i16x8.extadd_pairwise_i8x16_u
            7e - v v i32x4.extadd_pairwise_i16x8_s i32x4.extadd_pairwise_i16x8_u
            80 - v v i16x8.abs i16x8.neg
            82 - vv v i16x8.q15mulr_sat_s
            83 - v i i16x8.all_true i16x8.bitmask
            85 - vv v i16x8.narrow_i32x4_s i16x8.narrow_i32x4_u
            87 - v v i16x8.extend_low_i8x16_s i16x8.extend_high_i8x16_s
            89 - v v i16x8.extend_low_i8x16_u i16x8.extend_high_i8x16_u
            8b - vi v i16x8.shl i16x8.shr_s i16x8.shr_u
            8e - vv v i16x8.add i16x8.add_sat_s i16x8.add_sat_u
            91 - vv v i16x8.sub i16x8.sub_sat_s i16x8.sub_sat_u
            94 - v v f64x2.nearest
            95 - vv v i16x8.mul i16x8.min_s i16x8.min_u i16x8.max_s i16x8.max_u
            9b - vv v i16x8.avgr_u i16x8.extmul_low_i8x16_s i16x8.extmul_high_i8x16_s
            9e - vv v i16x8.extmul_low_i8x16_u i16x8.extmul_high_i8x16_u
            a0 - v v i32x4.abs i32x4.neg
            a3 - v i i32x4.all_true i32x4.bitmask
            a7 - v v i32x4.extend_low_i16x8_s i32x4.extend_high_i16x8_s
            a9 - v v i32x4.extend_low_i16x8_u i32x4.extend_high_i16x8_u
            ab - vi v i32x4.shl i32x4.shr_s i32x4.shr_u
            ae - vv v i32x4.add
            b1 - vv v i32x4.sub
            b5 - vv v i32x4.mul i32x4.min_s i32x4.min_u i32x4.max_s i32x4.max_u
            ba - vv v i32x4.dot_i16x8_s
            bc - vv v i32x4.extmul_low_i16x8_s i32x4.extmul_high_i16x8_s
            be - vv v i32x4.extmul_low_i16x8_u i32x4.extmul_high_i16x8_u
            c0 - v v i64x2.abs i64x2.neg
            c3 - v i i64x2.all_true i64x2.bitmask
            c7 - v v i64x2.extend_low_i32x4_s i64x2.extend_high_i32x4_s
            c9 - v v i64x2.extend_low_i32x4_u i64x2.extend_high_i32x4_u
            cb - vi v i64x2.shl i64x2.shr_s i64x2.shr_u
            ce - vv v i64x2.add
            d1 - vv v i64x2.sub
            d5 - vv v i64x2.mul i64x2.eq i64x2.ne i64x2.lt_s i64x2.gt_s i64x2.le_s i64x2.ge_s
            dc - vv v i64x2.extmul_low_i32x4_s i64x2.extmul_high_i32x4_s
            de - vv v i64x2.extmul_low_i32x4_u i64x2.extmul_high_i32x4_u
            e0 - v v f32x4.abs f32x4.neg
            e3 - v v f32x4.sqrt
            e4 - vv v f32x4.add f32x4.sub f32x4.mul f32x4.div f32x4.min f32x4.max
            ea - vv v f32x4.pmin f32x4.pmax
            ec - v v f64x2.abs f64x2.neg
            ef - v v f64x2.sqrt
            f0 - vv v f64x2.add f64x2.sub f64x2.mul f64x2.div f64x2.min f64x2.max
            f6 - vv v f64x2.pmin f64x2.pmax
            f8 - v v i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u
            fa - v v f32x4.convert_i32x4_s f32x4.convert_i32x4_u
            fc - v v i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero
            fe - v v f64x2.convert_low_i32x4_s f64x2.convert_low_i32x4_u
            100 - vv v i8x16.relaxed_swizzle
            101 - v v i32x4.relaxed_trunc_f32x4_s i32x4.relaxed_trunc_f32x4_u
            103 - v v i32x4.relaxed_trunc_f64x2_s_zero i32x4.relaxed_trunc_f64x2_u_zero
            105 - vvv v f32x4.relaxed_madd f32x4.relaxed_nmadd
            107 - vvv v f64x2.relaxed_madd f64x2.relaxed_nmadd
            109 - vvv v i8x16.relaxed_laneselect i16x8.relaxed_laneselect
            10b - vvv v i32x4.relaxed_laneselect i64x2.relaxed_laneselect
            10d - vv v f32x4.relaxed_min f32x4.relaxed_max f64x2.relaxed_min f64x2.relaxed_max
            111 - vv v i16x8.relaxed_q15mulr_s i16x8.relaxed_dot_i8x16_i7x16_s
            113 - vvv v i32x4.relaxed_dot_i8x16_i7x16_add_s
            """;

    /** The number of lanes that a shuffle chooses from. */
    private static final int SHUFFLED = 32;

    private static final String[] NAMES = new String[COUNT];
    private static final String[] TAKES = new String[COUNT];
    private static final String[] GIVES = new String[COUNT];
    private static final Op.Immediate[] IMMEDIATES = new Op.Immediate[COUNT];
    private static final byte[] ALIGNMENTS = new byte[COUNT];
    private static final byte[] LANES = new byte[COUNT];

    static {
        Arrays.fill(IMMEDIATES, Op.Immediate.NOT_AN_OPCODE);
        Arrays.fill(ALIGNMENTS, (byte) -1);
        TABLE.lines().map(line -> List.of(line.split(" ", -1))).forEach(VectorOp::define);
    }

    private VectorOp() {}

    private static void define(List<String> words) {
        int code = Integer.parseInt(words.get(0), 16);
        for (String name : words.subList(4, words.size())) {
            immediate(code, words.get(1));
            TAKES[code] = codes(words.get(2));
            GIVES[code] = codes(words.get(3));
            NAMES[code] = name;
            code++;
        }
    }

    private static void immediate(int code, String what) {
        switch (what) {
            case "-" -> IMMEDIATES[code] = Op.Immediate.NONE;
            case "const" -> IMMEDIATES[code] = Op.Immediate.VECTOR;
            case "list" -> {
                IMMEDIATES[code] = Op.Immediate.LANES;
                LANES[code] = SHUFFLED;
            }
            default -> {
                if (what.charAt(0) == 'n') {
                    IMMEDIATES[code] = Op.Immediate.LANE;
                    LANES[code] = Byte.parseByte(what.substring(1));
                    return;
                }
                int slash = what.indexOf('/');
                IMMEDIATES[code] = slash < 0 ? Op.Immediate.ACCESS : Op.Immediate.ACCESS_LANE;
                ALIGNMENTS[code] = (byte) (what.charAt(0) - '0');
                LANES[code] = slash < 0 ? 0 : Byte.parseByte(what.substring(slash + 1));
            }
        }
    }

    private static String codes(String letters) {
        return letters.equals("-") ? "" : Op.codes(letters);
    }

    /** Returns whether an opcode is a vector opcode. */
    public static boolean is(int op) {
        return op >= FIRST && op < FIRST + COUNT;
    }

    /** Returns the name of an instruction in the text format. */
    public static String name(int op) {
        return NAMES[op - FIRST];
    }

    /** Returns whether an instruction loads or stores. */
    public static boolean accesses(int op) {
        return is(op) && ALIGNMENTS[op - FIRST] >= 0;
    }

    /**
     * Returns the number of lanes that the instruction's lane immediate selects from; 0 without
     * such an immediate.
     */
    public static int lanes(int op) {
        return LANES[op - FIRST];
    }

    public static int maxAlignment(int op) {
        return ALIGNMENTS[op - FIRST];
    }

    static Op.Immediate immediate(int op) {
        return IMMEDIATES[op - FIRST];
    }

    static String takes(int op) {
        return TAKES[op - FIRST];
    }

    static String gives(int op) {
        return GIVES[op - FIRST];
    }

    /**
     * Returns the instruction that implements a relaxed one here. Results are those of the
     * specification's deterministic profile.
     */
    public static int deterministic(int op) {
        return FIRST
                + switch (op - FIRST) {
                    case 0x100 -> 0x0E;
                    case 0x101, 0x102 -> op - FIRST - 0x101 + 0xF8;
                    case 0x103, 0x104 -> op - FIRST - 0x103 + 0xFC;
                    case 0x109, 0x10A, 0x10B, 0x10C -> 0x52;
                    case 0x10D, 0x10E -> op - FIRST - 0x10D + 0xE8;
                    case 0x10F, 0x110 -> op - FIRST - 0x10F + 0xF4;
                    case 0x111 -> 0x82;
                    default -> op - FIRST;
                };
    }
}
