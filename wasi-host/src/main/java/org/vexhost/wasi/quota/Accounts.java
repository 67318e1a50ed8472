package org.vexhost.wasi.quota;

import java.util.concurrent.ConcurrentHashMap;

/** The accounts of all granted directories, by what identifies the directory. Thread-safe. */
public final class Accounts {

    private final ConcurrentHashMap<Object, Account> accounts = new ConcurrentHashMap<>();

    /** The directory's account. */
    public Account of(Object directoryKey) {
        return accounts.computeIfAbsent(directoryKey, any -> new Account());
    }
}
