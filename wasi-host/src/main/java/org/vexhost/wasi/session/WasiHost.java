package org.vexhost.wasi.session;

import java.security.SecureRandom;
import org.vexhost.wasi.fd.RealPaths;
import org.vexhost.wasi.quota.Accounts;
import org.vexhost.wasi.quota.HostHandles;

/** The WASI state that all calls of one host share. Thread-safe. */
public final class WasiHost {

    private final HostHandles handles = HostHandles.ofProcess();
    private final Accounts accounts = new Accounts();
    private final RealPaths paths = new RealPaths();
    private final SecureRandom entropy = new SecureRandom();

    HostHandles handles() {
        return handles;
    }

    Accounts accounts() {
        return accounts;
    }

    RealPaths paths() {
        return paths;
    }

    SecureRandom entropy() {
        return entropy;
    }

    /** Returns the number of file handles that guests have open now. */
    public int openHandles() {
        return handles.taken();
    }
}
