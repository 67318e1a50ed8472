package org.vexhost.sandbox.binary.instruction;

import java.util.HashMap;
import java.util.Map;

/**
 * The names of instructions in proposals that are not accepted. The table is parsed only when such
 * an instruction is found: other modules do not pay for it.
 */
final class ProposedInstructions {

    /**
     * Each line has the prefix or 00, the code of the first instruction, and the names of
     * instructions with consecutive codes.
     */
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
            """;

    private ProposedInstructions() {}

    /**
     * Returns the name of an instruction with its bytes, or only the bytes if no proposal defines
     * it.
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
