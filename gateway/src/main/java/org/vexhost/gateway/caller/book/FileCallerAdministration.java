package org.vexhost.gateway.caller.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo;
import org.vexhost.gateway.caller.file.CallerFile;
import org.vexhost.gateway.caller.file.CallerFileException;
import org.vexhost.gateway.caller.file.CallerSettings;
import org.vexhost.gateway.caller.file.CallerSettings.Token;
import org.vexhost.gateway.caller.file.PrivateFiles;
import org.vexhost.gateway.caller.file.ToolPatterns;
import org.vexhost.gateway.caller.quota.FuelBook;

/**
 * Administers callers by writing their files. A change is in effect when the method returns.
 * Thread-safe.
 */
final class FileCallerAdministration implements CallerAdministration {

    private static final Logger LOG = LoggerFactory.getLogger(FileCallerAdministration.class);

    private final CallerFolder folder;
    private final CallerBook book;
    private final FuelBook fuel;
    private final Object lock;

    /**
     * Creates the administration of a folder.
     *
     * @param lock locked while the folder is read or written
     */
    FileCallerAdministration(CallerFolder folder, CallerBook book, FuelBook fuel, Object lock) {
        this.folder = folder;
        this.book = book;
        this.fuel = fuel;
        this.lock = lock;
    }

    @Override
    public List<CallerInfo> callers() {
        List<CallerInfo> infos = new ArrayList<>();
        book.entries().values().forEach(entry -> infos.add(info(entry)));
        book.problems()
                .forEach(
                        (name, problem) ->
                                infos.add(
                                        new CallerInfo(
                                                MessageText.escape(name, 128),
                                                "invalid",
                                                Optional.of(problem),
                                                List.of(),
                                                Set.of(),
                                                OptionalLong.empty(),
                                                OptionalLong.empty(),
                                                OptionalLong.empty(),
                                                fuel.used(name))));
        infos.sort((a, b) -> a.name().compareTo(b.name()));
        return infos;
    }

    @Override
    public Optional<CallerInfo> caller(String name) {
        return callers().stream().filter(info -> info.name().equals(name)).findFirst();
    }

    @Override
    public String add(Caller operator, String name, List<String> tools, List<CallerInfo.Role> roles)
            throws AdministrationException {
        requireName(name);
        if (roles.isEmpty()) {
            throw new AdministrationException(Reason.INVALID, "roles names none");
        }
        String token = CallerTokens.generate();
        byte[] content;
        try {
            content =
                    CallerFile.render(
                            new Token(CallerTokens.hash(token)),
                            new ToolPatterns(tools),
                            Set.copyOf(roles));
        } catch (IllegalArgumentException e) {
            throw new AdministrationException(Reason.INVALID, String.valueOf(e.getMessage()), e);
        }
        synchronized (lock) {
            Path file = folder.file(name);
            if (Files.exists(file)) {
                throw new AdministrationException(
                        Reason.CONFLICT, "Caller '%s' already exists".formatted(name));
            }
            write(file, content);
        }
        LOG.info("caller '{}' was added by {}", name, operator);
        return token;
    }

    @Override
    public String renew(Caller operator, String name) throws AdministrationException {
        requireName(name);
        String token = CallerTokens.generate();
        synchronized (lock) {
            Path file = existing(name);
            byte[] content;
            try {
                content =
                        CallerFile.renew(
                                Files.readAllBytes(file), new Token(CallerTokens.hash(token)));
            } catch (IOException | CallerFileException e) {
                throw new AdministrationException(
                        Reason.CONFLICT, "Caller '%s' %s".formatted(name, e.getMessage()), e);
            }
            write(file, content);
        }
        LOG.info("caller '{}' has a new token, by {}", name, operator);
        return token;
    }

    @Override
    public void remove(Caller operator, String name) throws AdministrationException {
        requireName(name);
        synchronized (lock) {
            try {
                Files.delete(existing(name));
            } catch (IOException e) {
                throw new AdministrationException(
                        Reason.FAILED, "Caller '%s' cannot be removed [%s]".formatted(name, e), e);
            }
            folder.read();
        }
        LOG.info("caller '{}' was removed by {}", name, operator);
    }

    private CallerInfo info(CallerEntry entry) {
        CallerSettings settings = entry.settings();
        return new CallerInfo(
                entry.name(),
                settings.method().word(),
                Optional.empty(),
                settings.tools().patterns(),
                settings.roles(),
                settings.callsPerMinute(),
                settings.callsAtOnce(),
                settings.fuelPerDay(),
                fuel.used(entry.name()));
    }

    private Path existing(String name) throws AdministrationException {
        Path file = folder.file(name);
        if (!Files.exists(file)) {
            throw new AdministrationException(
                    Reason.NOT_FOUND, "Caller '%s' is not configured".formatted(name));
        }
        return file;
    }

    private void write(Path file, byte[] content) throws AdministrationException {
        try {
            PrivateFiles.write(file, content);
        } catch (IOException e) {
            throw new AdministrationException(
                    Reason.FAILED, "file '%s' cannot be written [%s]".formatted(file, e), e);
        }
        folder.read();
    }

    private static void requireName(String name) throws AdministrationException {
        if (!CallerFile.NAME.matcher(name).matches()) {
            throw new AdministrationException(
                    Reason.INVALID,
                    "name of a caller does not match %s [%s]"
                            .formatted(CallerFile.NAME.pattern(), MessageText.quote(name)));
        }
    }
}
