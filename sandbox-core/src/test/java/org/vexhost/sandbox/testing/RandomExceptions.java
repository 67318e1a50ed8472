package org.vexhost.sandbox.testing;

import static org.vexhost.sandbox.testing.ModuleWriter.EXNREF;
import static org.vexhost.sandbox.testing.ModuleWriter.I32;

import java.util.Arrays;
import java.util.Random;
import org.vexhost.sandbox.testing.RandomModule.Exceptions;

/** Writes statements that throw and catch. */
final class RandomExceptions {

    private static final int EMPTY = 0x40;
    private static final int[] NONE = {};
    private static final int MAX_DEPTH = 5;

    private final RandomBody body;
    private final RandomValues values;
    private final RandomModule module;
    private final Random random;

    RandomExceptions(RandomBody body, RandomValues values, RandomModule module) {
        this.body = body;
        this.values = values;
        this.module = module;
        this.random = module.random;
    }

    /** Returns locals with one more for references, where there are any. */
    int[] locals(int[] own) {
        if (module.exceptions != Exceptions.NEWER) {
            return own;
        }
        int[] more = Arrays.copyOf(own, own.length + 1);
        more[own.length] = EXNREF;
        return more;
    }

    /** Writes a statement now and then, and returns whether it did. */
    boolean statement(int depth) {
        if (module.exceptions == Exceptions.NONE || depth > MAX_DEPTH || random.nextInt(4) != 0) {
            return false;
        }
        if (random.nextInt(3) == 0) {
            throwing(depth);
        } else if (module.exceptions == Exceptions.NEWER) {
            newer(depth);
        } else {
            older(depth);
        }
        return true;
    }

    /** Throws on a condition. */
    private void throwing(int depth) {
        values.value(I32, depth + 1);
        body.open(0x04, EMPTY);
        int tag = random.nextInt(module.tags.size());
        values.values(module.tags.get(tag), depth + 1);
        body.code().u8(0x08).u32(tag);
        body.close();
    }

    private void newer(int depth) {
        int tag = random.nextInt(module.tags.size());
        int[] payload = module.tags.get(tag);
        boolean isReferred = random.nextBoolean();
        boolean isAll = random.nextBoolean();
        int[] caught = isReferred ? Arrays.copyOf(payload, payload.length + 1) : payload;
        if (isReferred) {
            caught[payload.length] = EXNREF;
        }
        body.open(0x02, EMPTY);
        body.openMany(0x02, NONE, new int[] {EXNREF});
        body.openMany(0x02, NONE, caught);
        Bytes code = body.code();
        code.u8(0x1F, EMPTY, isAll ? 2 : 1, isReferred ? 1 : 0).u32(tag).u8(0);
        if (isAll) {
            code.u8(3, 1);
        }
        body.opened();
        body.statements(2, depth + 1);
        body.close();
        code.u8(0x0C, 2);
        body.close();
        if (isReferred && random.nextInt(3) == 0) {
            code.u8(0x0C, 0);
        } else {
            body.sink(caught);
            body.statements(1, depth + 1);
            code.u8(0x0C, 1);
        }
        body.close();
        if (random.nextInt(3) == 0) {
            code.u8(0x0A);
        } else {
            body.sink(new int[] {EXNREF});
            body.statements(1, depth + 1);
        }
        body.close();
    }

    private void older(int depth) {
        int type = module.anyType();
        Bytes code = body.code();
        body.open(0x06, type);
        body.statements(1, depth + 1);
        values.value(type, depth + 1);
        if (random.nextInt(4) == 0) {
            int around = random.nextInt(body.depth() - 1);
            body.close(0x18);
            code.u32(around);
            body.sink(new int[] {type});
            return;
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            int tag = random.nextInt(module.tags.size());
            code.u8(0x07).u32(tag);
            body.sink(module.tags.get(tag));
            handler(type, depth);
        }
        if (random.nextBoolean()) {
            code.u8(0x19);
            handler(type, depth);
        }
        body.close();
        body.sink(new int[] {type});
    }

    private void handler(int type, int depth) {
        body.statements(1, depth + 1);
        if (random.nextInt(3) == 0) {
            values.value(I32, depth + 1);
            body.open(0x04, EMPTY);
            body.code().u8(0x09, 1);
            body.close();
        }
        values.value(type, depth + 1);
    }
}
