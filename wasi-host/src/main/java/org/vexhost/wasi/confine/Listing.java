package org.vexhost.wasi.confine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/** A listing of a directory. It returns the names one by one, without {@code .} and {@code ..}. */
public final class Listing implements AutoCloseable {

    private final Directory directory;
    private final Iterator<Path> names;

    Listing(Directory directory) {
        this.directory = directory;
        this.names = directory.stream().iterator();
    }

    /** Returns the listed directory, which stays open until this listing is closed. */
    public Directory directory() {
        return directory;
    }

    /** Starts listing a subdirectory. */
    public Listing enter(Path name) throws IOException {
        return new Listing(directory.openDirectory(name));
    }

    /** Returns the next name, if there is one. */
    public Optional<Path> next() throws IOException {
        try {
            return names.hasNext() ? Optional.of(names.next().getFileName()) : Optional.empty();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
