package org.vexhost.wasi.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * The generator xoshiro256++ by Blackman and Vigna: fast and well distributed, but whoever sees
 * enough of its output can tell the rest. So guests without the grant for entropy cannot make keys
 * that hold.
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

    /** The same bytes in every call. */
    public static Generator fixed() {
        return new Generator(
                0x9E3779B97F4A7C15L, 0xBF58476D1CE4E5B9L, 0x94D049BB133111EBL, 0x2545F4914F6CDD1DL);
    }

    /** Other bytes in every call. */
    public static Generator seeded(SecureRandom entropy) {
        byte[] seed = new byte[4 * Long.BYTES];
        entropy.nextBytes(seed);
        ByteBuffer numbers = ByteBuffer.wrap(seed);
        // One bit is set for certain: a state of zeros would stay so.
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
