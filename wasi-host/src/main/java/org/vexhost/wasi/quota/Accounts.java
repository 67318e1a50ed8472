package org.vexhost.wasi.quota;

import java.util.concurrent.ConcurrentHashMap;

/** The accounts of all granted directories, by the key of the directory. Thread-safe. */
public final class Accounts {

    private final ConcurrentHashMap<Object, Account> accounts = new ConcurrentHashMap<>();

    /** Returns the account of a directory. */
    public Account of(Object directoryKey) {
        return accounts.computeIfAbsent(directoryKey, any -> new Account());
    }
}
