package org.vexhost.wasi.calls;

import java.security.SecureRandom;

/** The host's secure generator. */
final class RealEntropy implements Randomness {

    private final SecureRandom random;

    RealEntropy(SecureRandom random) {
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
