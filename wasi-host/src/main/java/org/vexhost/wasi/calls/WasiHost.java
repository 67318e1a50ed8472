package org.vexhost.wasi.calls;

import java.security.SecureRandom;
import org.vexhost.wasi.quota.Accounts;
import org.vexhost.wasi.quota.HostHandles;

/** What all calls of one host share. Thread-safe. */
public final class WasiHost {

    private final HostHandles handles = HostHandles.ofProcess();
    private final Accounts accounts = new Accounts();
    private final SecureRandom entropy = new SecureRandom();

    HostHandles handles() {
        return handles;
    }

    Accounts accounts() {
        return accounts;
    }

    SecureRandom entropy() {
        return entropy;
    }

    /** How many file handles guests hold now. */
    public int openHandles() {
        return handles.taken();
    }
}
