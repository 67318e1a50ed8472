package org.vexhost.loader.grant;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.files.FileWriter;
import org.vexhost.loader.grant.GrantException.Reason;
import org.vexhost.loader.watch.FileMarks;

/**
 * All grants of the host, in files in {@code etc/grants} and in memory. If a file is rejected, the
 * last accepted version of it stays in force. If a granted folder does not exist, only the grant of
 * this folder waits until it exists; the rest of the file is in force. Thread-safe; reading takes
 * no lock. This class has over 300 lines because changing a file and reading it must exclude each
 * other.
 */
public final class GrantStore {

    private static final Logger LOG = LoggerFactory.getLogger(GrantStore.class);
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

    private final HostFolders folders;
    private final GrantFolder files;
    private final Map<String, LiveGrants> cells = new ConcurrentHashMap<>();
    private final Duration lockPatience;
    private final ReentrantLock lock = new ReentrantLock();

    /** The states of the files that were read last. Guarded by the lock. */
    private final Map<String, String> seen = new HashMap<>();

    /** Guarded by the lock. */
    private final FileMarks marks = new FileMarks();

    /** A change of a tool's grants. */
    @FunctionalInterface
    public interface Change {
        /** Returns the grants after the change. */
        ToolGrants apply(ToolGrants before) throws GrantException;
    }

    /**
     * Creates a store in a host's home.
     *
     * @param home the host's folder, absolute
     * @param places further folders that are never granted
     * @param files writes each file by replacing it
     */
    public GrantStore(Path home, HostPlaces places, FileWriter files) {
        this(home, places, files, LOCK_PATIENCE);
    }

    GrantStore(Path home, HostPlaces places, FileWriter files, Duration lockPatience) {
        this.files = new GrantFolder(home.resolve("etc"), files);
        this.lockPatience = lockPatience;
        this.folders = new HostFolders(home, places);
    }

    /** Returns the folder of the grants files. */
    public Path folder() {
        return files.path();
    }

    /**
     * Returns the part of a tool's grants that is in force, whether or not the grants apply to the
     * deployed artifact. Folders that did not exist when the file was read are omitted.
     */
    public ToolGrants of(String tool) {
        LiveGrants cell = cells.get(tool);
        return cell == null ? ToolGrants.NONE : cell.inForce();
    }

    /** Returns everything granted to a tool, including folders that do not exist. */
    public ToolGrants written(String tool) {
        LiveGrants cell = cells.get(tool);
        return cell == null ? ToolGrants.NONE : cell.written();
    }

    /** Returns why a tool's file, or a part of it, is not in force; empty if the whole file is. */
    public Optional<String> problem(String tool) {
        LiveGrants cell = cells.get(tool);
        return cell == null ? Optional.empty() : cell.problem();
    }

    /**
     * Returns a supplier of an artifact's current grants; each {@link Supplier#get} reads them
     * again.
     */
    public Supplier<Grants> live(String tool, ArtifactDigest digest) {
        LiveGrants cell = cell(tool);
        return () -> cell.effective(digest);
    }

    /**
     * Keeps an artifact's grants in force for its calls in flight, because another one replaces it.
     * These calls lose grants that are revoked later, and do not get grants that are added later.
     */
    public void keepForDraining(String tool, ArtifactDigest digest) {
        cell(tool).keepFor(digest);
    }

    /** Ends the effect of {@link #keepForDraining}. */
    public void drained(String tool, ArtifactDigest digest) {
        cell(tool).drained(digest);
    }

    /** Returns a tool's own folder; creates the folder if it does not exist. */
    public Path ownFolder(String tool) throws GrantException {
        return folders.makeOwn(tool);
    }

    /**
     * Changes a tool's grants. The new grants are checked and written, and take effect once they
     * are on the disk, before this method returns. Waits for the disk. Folders that were granted
     * before are not checked again, so a missing folder does not prevent a revocation or another
     * grant.
     *
     * @param change applied again if the tool's grants change meanwhile
     * @return the new grants
     * @throws GrantException if the change is rejected or cannot be written. The grants are then
     *     unchanged, with one exception: a change that only revokes is in force until the host
     *     restarts
     */
    public ToolGrants change(String tool, Change change) throws GrantException {
        return change(tool, Optional.empty(), change);
    }

    /**
     * Moves a tool's grants to another artifact, as {@link #change(String, Change)} does. If they
     * are moved, calls in flight keep their grants, as after {@link #keepForDraining}.
     *
     * @param serving the artifact that has the grants until then; empty if there is none
     * @param change applied again if the tool's grants change meanwhile
     * @return the new grants
     * @throws GrantException if the change is rejected or cannot be written
     */
    public ToolGrants change(String tool, Optional<ArtifactDigest> serving, Change change)
            throws GrantException {
        if (!lockSoon()) {
            return changeUnwritten(tool, change);
        }
        try {
            return changeNow(tool, serving, change);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the lock within a time limit. Another thread may hold the lock while it reads grants
     * from a disk that does not respond.
     */
    private boolean lockSoon() {
        try {
            return lock.tryLock(lockPatience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ToolGrants changeUnwritten(String tool, Change change) throws GrantException {
        ToolGrants before = written(tool);
        ToolGrants after = change.apply(before);
        throw unwritten(tool, before, after, "etc/grants, or a granted folder, does not answer");
    }

    /**
     * Creates the error of a failed write. If the change only revokes, puts it into force until the
     * host restarts.
     */
    private GrantException unwritten(String tool, ToolGrants before, ToolGrants after, String why) {
        boolean takesBack =
                after.isWithin(before)
                        && cell(tool)
                                .replace(before, after, absent(tool, before), Optional.empty());
        return new GrantException(
                Reason.NOT_WRITTEN,
                "grants of tool '%s' %scannot be written [%s]"
                        .formatted(
                                tool,
                                takesBack ? "are taken back until the host restarts, but " : "",
                                MessageText.escape(why, 200)));
    }

    /** Returns the tool's folders that did not exist when its file was read. */
    private List<Grant.FileSystem> absent(String tool, ToolGrants before) {
        List<Grant.FileSystem> absent = new ArrayList<>(before.grants().directories());
        absent.removeAll(of(tool).grants().directories());
        return absent;
    }

    /**
     * Revokes grants in memory. The revocation is in force when this method returns. This method
     * does not wait for the disk and writes nothing. The caller must then call {@link #change} with
     * the same revocation.
     *
     * @param change returns a part of the tool's grants
     * @throws GrantException if the change is rejected
     */
    public void takeBack(String tool, Change change) throws GrantException {
        LiveGrants cell = cell(tool);
        ToolGrants before;
        ToolGrants after;
        do {
            before = cell.written();
            after = change.apply(before);
            if (!after.isWithin(before)) {
                throw new IllegalArgumentException("change grants something");
            }
        } while (!cell.replace(before, after, absent(tool, before), Optional.empty()));
    }

    private ToolGrants changeNow(String tool, Optional<ArtifactDigest> serving, Change change)
            throws GrantException {
        LiveGrants cell = cell(tool);
        while (true) {
            ToolGrants before = cell.written();
            ToolGrants after = change.apply(before);
            for (Grant.FileSystem directory : after.grants().directories()) {
                if (!before.grants().directories().contains(directory)) {
                    folders.require(tool, directory.host());
                }
            }
            List<Grant.FileSystem> absent = absent(tool, before);
            write(tool, before, after);
            // A grant may have been revoked while the disk was slow.
            if (cell.replace(before, after, absent, serving)) {
                if (!cell.waitsForAFolder()) {
                    cell.setProblem(Optional.empty());
                }
                return after;
            }
        }
    }

    private void write(String tool, ToolGrants before, ToolGrants after) throws GrantException {
        try {
            seen.put(tool, files.write(tool, GrantsFile.render(after)));
        } catch (IOException e) {
            GrantException problem = unwritten(tool, before, after, String.valueOf(e));
            problem.initCause(e);
            throw problem;
        }
    }

    /**
     * Reads the files that changed since the last call. Also checks again whether granted folders
     * that did not exist now exist.
     *
     * @return the tools whose grants, or whose problem, may have changed
     */
    public Set<String> refresh() {
        lock.lock();
        try {
            return refreshNow();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether {@link #refresh} would find nothing new, as far as modification times and sizes tell.
     * Never true while a file grants a folder that does not exist.
     */
    public boolean isUnchanged() {
        lock.lock();
        try {
            return marks.areValid()
                    && cells.values().stream().noneMatch(LiveGrants::waitsForAFolder);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether each further change of the files has a file event, if their folder has such events.
     */
    public boolean isAtRest() {
        lock.lock();
        try {
            return isUnchanged() && !marks.haveLinks();
        } finally {
            lock.unlock();
        }
    }

    private Set<String> refreshNow() {
        Set<String> changed = files.list(seen).map(this::update).orElse(Set.of());
        List<Path> paths = new ArrayList<>(List.of(files.path()));
        seen.keySet().forEach(tool -> paths.add(files.of(tool)));
        marks.take(paths);
        return changed;
    }

    private Set<String> update(Map<String, String> now) {
        Set<String> changed = new HashSet<>();
        for (Map.Entry<String, String> file : now.entrySet()) {
            String tool = file.getKey();
            if (!file.getValue().equals(seen.get(tool))) {
                load(tool);
                changed.add(tool);
            } else if (cell(tool).waitsForAFolder()) {
                ToolGrants before = of(tool);
                lookForFolders(tool);
                if (!before.equals(of(tool))) {
                    changed.add(tool);
                }
            }
        }
        for (String tool : seen.keySet()) {
            if (!now.containsKey(tool)) {
                forget(tool);
                changed.add(tool);
            }
        }
        seen.clear();
        seen.putAll(now);
        return changed;
    }

    private void load(String tool) {
        try {
            ToolGrants read = GrantsFile.parse(folders.own(tool), files.read(tool));
            put(
                    tool,
                    read,
                    absent -> {
                        cell(tool).put(read, absent);
                        return true;
                    });
            GrantFileLog.read(tool, files.of(tool), read);
        } catch (GrantException | IOException e) {
            refuse(tool, e);
        }
    }

    /**
     * Checks again whether the folders of a tool's grants exist. Does not read the file, so a
     * revocation that could not be written stays in force.
     */
    private void lookForFolders(String tool) {
        ToolGrants before = written(tool);
        try {
            put(
                    tool,
                    before,
                    absent -> cell(tool).replace(before, before, absent, Optional.empty()));
        } catch (GrantException e) {
            refuse(tool, e);
        }
    }

    /** Puts grants into force, except for folders that do not exist. */
    private void put(String tool, ToolGrants read, Predicate<List<Grant.FileSystem>> withoutAbsent)
            throws GrantException {
        List<Grant.FileSystem> absent = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Grant.FileSystem directory : read.grants().directories()) {
            requireOrWait(tool, directory, absent, problems);
        }
        if (withoutAbsent.test(absent)) {
            tell(
                    tool,
                    cell(tool),
                    String.join("; ", problems),
                    "the folder is not granted until it exists");
        }
    }

    private void refuse(String tool, Exception e) {
        tell(
                tool,
                cell(tool),
                String.valueOf(e.getMessage()),
                "the last good grants stay in force");
    }

    /**
     * Checks one granted folder. If the folder does not exist, only its grant is postponed, so that
     * an unmounted disk does not affect other grants.
     */
    private void requireOrWait(
            String tool,
            Grant.FileSystem directory,
            List<Grant.FileSystem> absent,
            List<String> problems)
            throws GrantException {
        try {
            folders.require(tool, directory.host());
        } catch (GrantException e) {
            if (e.reason() != Reason.NOT_A_DIRECTORY) {
                throw e;
            }
            absent.add(directory);
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    /** Records the problem of a file, and logs it if it is new. */
    private static void tell(String tool, LiveGrants cell, String text, String effect) {
        Optional<String> problem =
                text.isEmpty()
                        ? Optional.empty()
                        : Optional.of("etc/grants/%s.json: %s".formatted(tool, text));
        if (!problem.equals(cell.problem())) {
            problem.ifPresent(each -> LOG.warn("{}; {} [tool '{}']", each, effect, tool));
        }
        cell.setProblem(problem);
    }

    private void forget(String tool) {
        LiveGrants cell = cell(tool);
        cell.put(ToolGrants.NONE, List.of());
        cell.setProblem(Optional.empty());
        GrantFileLog.removed(tool);
    }

    private LiveGrants cell(String tool) {
        return cells.computeIfAbsent(tool, name -> new LiveGrants());
    }
}
