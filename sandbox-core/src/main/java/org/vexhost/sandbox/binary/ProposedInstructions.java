package org.vexhost.sandbox.binary;

import java.util.HashMap;
import java.util.Map;

/**
 * Names of instructions that proposals define and that are not accepted. Read when one is found:
 * modules without them do not pay for it.
 */
final class ProposedInstructions {

    /** Per line: the prefix or 00, the code of the first, and the names; the codes go up by one. */
    private static final String TABLE =
            """
            00 6 try catch throw rethrow throw_ref
            00 12 return_call return_call_indirect call_ref return_call_ref
            00 18 delegate catch_all
            00 1f try_table
            00 d3 ref.eq ref.as_non_null br_on_null br_on_non_null
            00 e0 cont.new cont.bind suspend resume resume_throw resume_throw_ref switch
            fb 0 struct.new struct.new_default struct.get struct.get_s struct.get_u
            fb 5 struct.set array.new array.new_default array.new_fixed array.new_data
            fb a array.new_elem array.get array.get_s array.get_u array.set array.len
            fb 10 array.fill array.copy array.init_data array.init_elem ref.test
            fb 15 ref.test_null ref.cast ref.cast_null br_on_cast br_on_cast_fail
            fb 1a any.convert_extern extern.convert_any ref.i31 i31.get_s i31.get_u
            fc 12 memory.discard i64.add128 i64.sub128 i64.mul_wide_s i64.mul_wide_u
            fc 30 f32.load_f16 f32.store_f16
            fd 0 v128.load v128.load8x8_s v128.load8x8_u v128.load16x4_s v128.load16x4_u
            fd 5 v128.load32x2_s v128.load32x2_u v128.load8_splat v128.load16_splat
            fd 9 v128.load32_splat v128.load64_splat v128.store v128.const i8x16.shuffle
            fd e i8x16.swizzle i8x16.splat i16x8.splat i32x4.splat i64x2.splat f32x4.splat
            fd 14 f64x2.splat i8x16.extract_lane_s i8x16.extract_lane_u i8x16.replace_lane
            fd 18 i16x8.extract_lane_s i16x8.extract_lane_u i16x8.replace_lane
            fd 1b i32x4.extract_lane i32x4.replace_lane i64x2.extract_lane
            fd 1e i64x2.replace_lane f32x4.extract_lane f32x4.replace_lane
            fd 21 f64x2.extract_lane f64x2.replace_lane i8x16.eq i8x16.ne i8x16.lt_s
            fd 26 i8x16.lt_u i8x16.gt_s i8x16.gt_u i8x16.le_s i8x16.le_u i8x16.ge_s
            fd 2c i8x16.ge_u i16x8.eq i16x8.ne i16x8.lt_s i16x8.lt_u i16x8.gt_s i16x8.gt_u
            fd 33 i16x8.le_s i16x8.le_u i16x8.ge_s i16x8.ge_u i32x4.eq i32x4.ne i32x4.lt_s
            fd 3a i32x4.lt_u i32x4.gt_s i32x4.gt_u i32x4.le_s i32x4.le_u i32x4.ge_s
            fd 40 i32x4.ge_u f32x4.eq f32x4.ne f32x4.lt f32x4.gt f32x4.le f32x4.ge
            fd 47 f64x2.eq f64x2.ne f64x2.lt f64x2.gt f64x2.le f64x2.ge v128.not v128.and
            fd 4f v128.andnot v128.or v128.xor v128.bitselect v128.any_true
            fd 54 v128.load8_lane v128.load16_lane v128.load32_lane v128.load64_lane
            fd 58 v128.store8_lane v128.store16_lane v128.store32_lane v128.store64_lane
            fd 5c v128.load32_zero v128.load64_zero f32x4.demote_f64x2_zero
            fd 5f f64x2.promote_low_f32x4 i8x16.abs i8x16.neg i8x16.popcnt i8x16.all_true
            fd 64 i8x16.bitmask i8x16.narrow_i16x8_s i8x16.narrow_i16x8_u f32x4.ceil
            fd 68 f32x4.floor f32x4.trunc f32x4.nearest i8x16.shl i8x16.shr_s i8x16.shr_u
            fd 6e i8x16.add i8x16.add_sat_s i8x16.add_sat_u i8x16.sub i8x16.sub_sat_s
            fd 73 i8x16.sub_sat_u f64x2.ceil f64x2.floor i8x16.min_s i8x16.min_u
            fd 78 i8x16.max_s i8x16.max_u f64x2.trunc i8x16.avgr_u
            fd 7c i16x8.extadd_pairwise_i8x16_s i16x8.extadd_pairwise_i8x16_u
            fd 7e i32x4.extadd_pairwise_i16x8_s i32x4.extadd_pairwise_i16x8_u i16x8.abs
            fd 81 i16x8.neg i16x8.q15mulr_sat_s i16x8.all_true i16x8.bitmask
            fd 85 i16x8.narrow_i32x4_s i16x8.narrow_i32x4_u i16x8.extend_low_i8x16_s
            fd 88 i16x8.extend_high_i8x16_s i16x8.extend_low_i8x16_u
            fd 8a i16x8.extend_high_i8x16_u i16x8.shl i16x8.shr_s i16x8.shr_u i16x8.add
            fd 8f i16x8.add_sat_s i16x8.add_sat_u i16x8.sub i16x8.sub_sat_s
            fd 93 i16x8.sub_sat_u f64x2.nearest i16x8.mul i16x8.min_s i16x8.min_u
            fd 98 i16x8.max_s i16x8.max_u
            fd 9b i16x8.avgr_u i16x8.extmul_low_i8x16_s i16x8.extmul_high_i8x16_s
            fd 9e i16x8.extmul_low_i8x16_u i16x8.extmul_high_i8x16_u i32x4.abs i32x4.neg
            fd a3 i32x4.all_true i32x4.bitmask
            fd a7 i32x4.extend_low_i16x8_s i32x4.extend_high_i16x8_s
            fd a9 i32x4.extend_low_i16x8_u i32x4.extend_high_i16x8_u i32x4.shl i32x4.shr_s
            fd ad i32x4.shr_u i32x4.add
            fd b1 i32x4.sub
            fd b5 i32x4.mul i32x4.min_s i32x4.min_u i32x4.max_s i32x4.max_u
            fd ba i32x4.dot_i16x8_s
            fd bc i32x4.extmul_low_i16x8_s i32x4.extmul_high_i16x8_s
            fd be i32x4.extmul_low_i16x8_u i32x4.extmul_high_i16x8_u i64x2.abs i64x2.neg
            fd c3 i64x2.all_true i64x2.bitmask
            fd c7 i64x2.extend_low_i32x4_s i64x2.extend_high_i32x4_s
            fd c9 i64x2.extend_low_i32x4_u i64x2.extend_high_i32x4_u i64x2.shl i64x2.shr_s
            fd cd i64x2.shr_u i64x2.add
            fd d1 i64x2.sub
            fd d5 i64x2.mul i64x2.eq i64x2.ne i64x2.lt_s i64x2.gt_s i64x2.le_s i64x2.ge_s
            fd dc i64x2.extmul_low_i32x4_s i64x2.extmul_high_i32x4_s
            fd de i64x2.extmul_low_i32x4_u i64x2.extmul_high_i32x4_u f32x4.abs f32x4.neg
            fd e3 f32x4.sqrt f32x4.add f32x4.sub f32x4.mul f32x4.div f32x4.min f32x4.max
            fd ea f32x4.pmin f32x4.pmax f64x2.abs f64x2.neg
            fd ef f64x2.sqrt f64x2.add f64x2.sub f64x2.mul f64x2.div f64x2.min f64x2.max
            fd f6 f64x2.pmin f64x2.pmax i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u
            fd fa f32x4.convert_i32x4_s f32x4.convert_i32x4_u i32x4.trunc_sat_f64x2_s_zero
            fd fd i32x4.trunc_sat_f64x2_u_zero f64x2.convert_low_i32x4_s
            fd ff f64x2.convert_low_i32x4_u i8x16.relaxed_swizzle
            fd 101 i32x4.relaxed_trunc_f32x4_s i32x4.relaxed_trunc_f32x4_u
            fd 103 i32x4.relaxed_trunc_f64x2_s_zero i32x4.relaxed_trunc_f64x2_u_zero
            fd 105 f32x4.relaxed_madd f32x4.relaxed_nmadd f64x2.relaxed_madd
            fd 108 f64x2.relaxed_nmadd i8x16.relaxed_laneselect i16x8.relaxed_laneselect
            fd 10b i32x4.relaxed_laneselect i64x2.relaxed_laneselect f32x4.relaxed_min
            fd 10e f32x4.relaxed_max f64x2.relaxed_min f64x2.relaxed_max
            fd 111 i16x8.relaxed_q15mulr_s i16x8.relaxed_dot_i8x16_i7x16_s
            fd 113 i32x4.relaxed_dot_i8x16_i7x16_add_s
            fe 0 memory.atomic.notify memory.atomic.wait32 memory.atomic.wait64
            fe 3 atomic.fence
            fe 10 i32.atomic.load i64.atomic.load i32.atomic.load8_u i32.atomic.load16_u
            fe 14 i64.atomic.load8_u i64.atomic.load16_u i64.atomic.load32_u
            fe 17 i32.atomic.store i64.atomic.store i32.atomic.store8 i32.atomic.store16
            fe 1b i64.atomic.store8 i64.atomic.store16 i64.atomic.store32
            fe 1e i32.atomic.rmw.add i64.atomic.rmw.add i32.atomic.rmw8.add_u
            fe 21 i32.atomic.rmw16.add_u i64.atomic.rmw8.add_u i64.atomic.rmw16.add_u
            fe 24 i64.atomic.rmw32.add_u i32.atomic.rmw.sub i64.atomic.rmw.sub
            fe 27 i32.atomic.rmw8.sub_u i32.atomic.rmw16.sub_u i64.atomic.rmw8.sub_u
            fe 2a i64.atomic.rmw16.sub_u i64.atomic.rmw32.sub_u i32.atomic.rmw.and
            fe 2d i64.atomic.rmw.and i32.atomic.rmw8.and_u i32.atomic.rmw16.and_u
            fe 30 i64.atomic.rmw8.and_u i64.atomic.rmw16.and_u i64.atomic.rmw32.and_u
            fe 33 i32.atomic.rmw.or i64.atomic.rmw.or i32.atomic.rmw8.or_u
            fe 36 i32.atomic.rmw16.or_u i64.atomic.rmw8.or_u i64.atomic.rmw16.or_u
            fe 39 i64.atomic.rmw32.or_u i32.atomic.rmw.xor i64.atomic.rmw.xor
            fe 3c i32.atomic.rmw8.xor_u i32.atomic.rmw16.xor_u i64.atomic.rmw8.xor_u
            fe 3f i64.atomic.rmw16.xor_u i64.atomic.rmw32.xor_u i32.atomic.rmw.xchg
            fe 42 i64.atomic.rmw.xchg i32.atomic.rmw8.xchg_u i32.atomic.rmw16.xchg_u
            fe 45 i64.atomic.rmw8.xchg_u i64.atomic.rmw16.xchg_u i64.atomic.rmw32.xchg_u
            fe 48 i32.atomic.rmw.cmpxchg i64.atomic.rmw.cmpxchg i32.atomic.rmw8.cmpxchg_u
            fe 4b i32.atomic.rmw16.cmpxchg_u i64.atomic.rmw8.cmpxchg_u
            fe 4d i64.atomic.rmw16.cmpxchg_u i64.atomic.rmw32.cmpxchg_u
            """;

    private ProposedInstructions() {}

    /**
     * Returns the name of an instruction, and of one that no proposal defines its bytes alone.
     *
     * @param prefix 0xFB to 0xFE, or 0 for instructions of one byte
     * @param code the byte, or the number that follows the prefix
     */
    static String name(int prefix, long code) {
        String bytes =
                prefix == 0 ? "0x%02x".formatted(code) : "0x%02x 0x%02x".formatted(prefix, code);
        String name = names().get(key(prefix, code));
        return name == null ? bytes : "%s (%s)".formatted(name, bytes);
    }

    private static Map<Long, String> names() {
        Map<Long, String> names = new HashMap<>();
        TABLE.lines()
                .map(line -> line.split(" "))
                .forEach(
                        words -> {
                            int prefix = Integer.parseInt(words[0], 16);
                            int first = Integer.parseInt(words[1], 16);
                            for (int i = 2; i < words.length; i++) {
                                names.put(key(prefix, first + i - 2L), words[i]);
                            }
                        });
        return names;
    }

    private static long key(int prefix, long code) {
        return (long) prefix << 32 | code;
    }
}
