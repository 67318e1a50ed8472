package org.vexhost.wasi.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * The pseudo-random generator xoshiro256++ by Blackman and Vigna. It is fast and well distributed,
 * but an observer who sees enough of its output can predict the rest. Guests without the grant for
 * entropy use it, and can therefore not create secure keys.
 */
public final class Generator implements Randomness {

    private long a;
    private long b;
    private long c;
    private long d;

    private Generator(long a, long b, long c, long d) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
    }

    /** Creates a generator that returns the same bytes in every call. */
    public static Generator fixed() {
        return new Generator(
                0x9E3779B97F4A7C15L, 0xBF58476D1CE4E5B9L, 0x94D049BB133111EBL, 0x2545F4914F6CDD1DL);
    }

    /** Creates a generator that returns different bytes in every call. */
    public static Generator seeded(SecureRandom entropy) {
        byte[] seed = new byte[4 * Long.BYTES];
        entropy.nextBytes(seed);
        ByteBuffer numbers = ByteBuffer.wrap(seed);
        // One bit is always set, since an all-zero state would never change.
        return new Generator(
                numbers.getLong() | 1, numbers.getLong(), numbers.getLong(), numbers.getLong());
    }

    private long next() {
        long result = Long.rotateLeft(a + d, 23) + a;
        long shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = Long.rotateLeft(d, 45);
        return result;
    }

    @Override
    public boolean isReal() {
        return false;
    }

    @Override
    public void fill(byte[] target) {
        ByteBuffer bytes = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.remaining() >= Long.BYTES) {
            bytes.putLong(next());
        }
        long last = next();
        while (bytes.hasRemaining()) {
            bytes.put((byte) last);
            last >>>= Byte.SIZE;
        }
    }
}
