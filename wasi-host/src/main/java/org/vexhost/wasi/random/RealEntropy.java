package org.vexhost.wasi.random;

import java.security.SecureRandom;

/** The host's secure generator. */
public final class RealEntropy implements Randomness {

    private final SecureRandom random;

    /** From the host's source. */
    public RealEntropy(SecureRandom random) {
        this.random = random;
    }

    @Override
    public boolean isReal() {
        return true;
    }

    @Override
    public void fill(byte[] target) {
        random.nextBytes(target);
    }
}
