package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.objectweb.asm.Label;
import org.vexhost.sandbox.codegen.assembler.MethodCode;

/**
 * Writes decisions between many cases by an int in a local variable. The code that HotSpot's C1
 * compiles for a switch compares the number with one case after the other, so hundreds of cases are
 * divided by comparisons first. C2 orders the cases of a switch by how often they occur, which is
 * better for a switch that is not that large.
 */
public final class Choices {

    /** The maximum number of cases that are not divided. */
    private static final int UNDIVIDED = 64;

    /** The maximum number of cases in one switch of divided cases. */
    private static final int CASES = 32;

    /** The maximum number of ranges that are compared one after the other. */
    private static final int RANGES = 16;

    /** The maximum number of parts into which a list is divided at once. */
    private static final int PARTS = 64;

    private Choices() {}

    /**
     * Writes a jump to one of several labels.
     *
     * @param number the local variable
     * @param keys the numbers of the cases, in ascending order
     * @param ways the label of each case
     * @param otherwise the label for all other numbers
     */
    public static void jump(
            MethodCode code, int number, int[] keys, Label[] ways, Label otherwise) {
        if (keys.length <= UNDIVIDED) {
            code.mv.visitVarInsn(ILOAD, number);
            code.mv.visitLookupSwitchInsn(otherwise, keys, ways);
            return;
        }
        code.keep(number);
        jump(code, number, keys, ways, otherwise, 0, keys.length);
        code.release(number);
    }

    private static void jump(
            MethodCode code,
            int number,
            int[] keys,
            Label[] ways,
            Label otherwise,
            int from,
            int to) {
        if (to - from > CASES) {
            int middle = (from + to) >>> 1;
            Label upper = new Label();
            code.mv.visitVarInsn(ILOAD, number);
            code.push(keys[middle]);
            code.mv.visitJumpInsn(IF_ICMPGE, upper);
            jump(code, number, keys, ways, otherwise, from, middle);
            code.place(upper);
            jump(code, number, keys, ways, otherwise, middle, to);
            return;
        }
        code.mv.visitVarInsn(ILOAD, number);
        code.mv.visitLookupSwitchInsn(
                otherwise, Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(ways, from, to));
    }

    /**
     * Writes code for each of several ranges of numbers, and the choice between them.
     *
     * @param number a local variable that is set at all labels, such as a parameter
     * @param lasts the last number of each range but the last one, in ascending order
     * @param range writes the code for the range of a given position; control must not continue
     *     behind it
     */
    public static void range(MethodCode code, int number, int[] lasts, IntConsumer range) {
        range(code, number, lasts, range, 0, lasts.length + 1);
    }

    private static void range(
            MethodCode code, int number, int[] lasts, IntConsumer range, int from, int to) {
        if (to - from == 1) {
            range.accept(from);
            return;
        }
        int middle = to - from <= RANGES ? from + 1 : (from + to) >>> 1;
        Label upper = new Label();
        code.mv.visitVarInsn(ILOAD, number);
        code.push(lasts[middle - 1]);
        code.mv.visitJumpInsn(IF_ICMPGT, upper);
        range(code, number, lasts, range, from, middle);
        code.place(upper);
        range(code, number, lasts, range, middle, to);
    }

    /**
     * Divides a list into at most 64 parts of the same size, except for the last one. A part that
     * has more than {@code most} elements can be divided again.
     */
    public static List<List<Integer>> parts(List<Integer> all, int most) {
        long size = most;
        while (size * PARTS < all.size()) {
            size *= PARTS;
        }
        List<List<Integer>> parts = new ArrayList<>();
        for (long from = 0; from < all.size(); from += size) {
            parts.add(all.subList((int) from, (int) Math.min(from + size, all.size())));
        }
        return parts;
    }
}
