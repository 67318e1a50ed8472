package org.vexhost.wasi.fd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.wasi.confine.Directory;
import org.vexhost.wasi.confine.HandleBudget;
import org.vexhost.wasi.quota.Account;
import org.vexhost.wasi.quota.Accounts;
import org.vexhost.wasi.quota.Limits;

/** A granted directory as one call uses it. The directory is opened on first use. */
public final class Root {

    private final Grant.FileSystem granted;
    private final HandleBudget budget;
    private final Accounts accounts;
    private final RealPaths paths;
    private @Nullable Grants seen;
    private Grant.@Nullable FileSystem current;
    private @Nullable Directory directory;
    private @Nullable Account account;

    Root(Grant.FileSystem granted, HandleBudget budget, Accounts accounts, RealPaths paths) {
        this.granted = granted;
        this.budget = budget;
        this.accounts = accounts;
        this.paths = paths;
    }

    /** Returns the path of the directory as the guest sees it. */
    public String guestPath() {
        return granted.guest();
    }

    /** Returns the path of the directory on the host. */
    public Path hostPath() {
        return granted.host();
    }

    /** Returns the current grant; empty if it was revoked. */
    @SuppressWarnings("ReferenceEquality") // A change of grants creates a new object.
    public Optional<Grant.FileSystem> grant(Grants now) {
        if (now != seen) {
            current = find(now);
            seen = now;
        }
        return Optional.ofNullable(current);
    }

    private Grant.@Nullable FileSystem find(Grants now) {
        return now.directories().stream()
                .filter(each -> each.guest().equals(granted.guest()))
                .filter(each -> each.host().equals(granted.host()))
                .findFirst()
                .orElse(null);
    }

    /** Returns the current quota. */
    public Limits limits(Grants now) {
        return grant(now)
                .map(grant -> new Limits(grant.maxBytes(), grant.maxFiles()))
                .orElse(new Limits(0, 0));
    }

    /** Returns the directory. */
    public Directory directory() throws IOException {
        Directory open = directory;
        if (open == null) {
            open = Directory.openRoot(paths.of(granted.host()), granted.sharing(), budget);
            directory = open;
        }
        return open;
    }

    /** Returns the account that counts the contents of the directory. */
    public Account account() throws IOException {
        Account counting = account;
        if (counting == null) {
            counting = accounts.of(directory().key());
            account = counting;
        }
        return counting;
    }

    /**
     * Returns whether the directory with this key, which is below {@code above}, is this root or
     * contains it.
     */
    boolean isAtOrBelow(Root above, Object key) throws IOException {
        Path path = granted.host();
        while (path != null && !path.equals(above.granted.host())) {
            if (Files.exists(path)
                    && key.equals(
                            Files.readAttributes(path, BasicFileAttributes.class).fileKey())) {
                return true;
            }
            path = path.getParent();
        }
        return false;
    }

    void close() throws IOException {
        Directory open = directory;
        directory = null;
        if (open != null) {
            open.close();
        }
    }
}
