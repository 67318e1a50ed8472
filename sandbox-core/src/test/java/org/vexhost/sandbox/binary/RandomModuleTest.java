package org.vexhost.sandbox.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.VectorOp;
import org.vexhost.sandbox.testing.RandomModule;

@DisplayName("Random modules")
final class RandomModuleTest {

    private static final int MODULES = 2_000;

    @Test
    @DisplayName("have every accepted instruction")
    void haveEveryInstruction() throws InvalidModuleException {
        BitSet seen = new BitSet();
        for (long seed = 1; seed <= MODULES; seed++) {
            note(seen, RandomModule.hosted(seed));
            note(seen, RandomModule.withTailCalls(seed));
            note(seen, RandomModule.withVectors(seed));
            note(seen, RandomModule.withExceptions(seed));
            note(seen, RandomModule.withOlderExceptions(seed));
        }
        BitSet accepted = new BitSet();
        for (int op = 0; op < VectorOp.FIRST + VectorOp.COUNT; op++) {
            accepted.set(op, Op.immediate(op) != Op.Immediate.NOT_AN_OPCODE);
        }
        assertEquals(accepted, seen);
    }

    private static void note(BitSet seen, byte[] bytes) throws InvalidModuleException {
        ModuleLayout layout = ModuleLayout.of(bytes, ModuleLimits.DEFAULT);
        for (int i = 0; i < layout.bodyCount(); i++) {
            note(seen, bytes, layout.body(i));
        }
    }

    private static void note(BitSet seen, byte[] bytes, ModuleLayout.Body body)
            throws InvalidModuleException {
        Instruction in = Instruction.of(bytes, body.code(), body.to());
        while (in.hasNext()) {
            in.next();
            seen.set(in.op());
            if (in.op() == Op.BR_TABLE) {
                for (long i = in.first(); i >= 0; i--) {
                    in.target();
                }
            }
        }
    }

    @Test
    @DisplayName("with some bytes changed are accepted, or refused with a reason")
    void changedAreRefusedWithAReason() {
        Random random = new Random(7);
        for (int i = 0; i < MODULES; i++) {
            byte[] bytes = RandomModule.of(i % 200).clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt(256);
            }
            try {
                ModuleLayout.of(bytes, ModuleLimits.DEFAULT);
            } catch (InvalidModuleException expected) {
                assertEquals(false, expected.getMessage().isEmpty());
            } catch (RuntimeException | Error e) {
                fail("module " + i, e);
            }
        }
    }
}
