package org.vexhost.wasi.random;

import java.security.SecureRandom;

/** Random bytes from the host's secure random generator. */
public final class RealEntropy implements Randomness {

    private final SecureRandom random;

    /** Creates a source that reads from the host's generator. */
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
