package org.vexhost.sandbox.guest;

import com.dylibso.chicory.wasm.types.Value;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.snapshot.MemoryImage;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * Checks whether a snapshot from a file can belong to a module. In addition to the digest of the
 * file, this check ensures that a guest never starts in a state that is impossible for its module.
 */
public final class SnapshotCheck {

    private static final int PAGE_BYTES = 1 << 16;

    private final ModuleFacts facts;
    private final Initializers initializers;
    private final int guestGlobals;

    public SnapshotCheck(ModuleFacts facts, Initializers initializers, int guestGlobals) {
        this.facts = facts;
        this.initializers = initializers;
        this.guestGlobals = guestGlobals;
    }

    public boolean fits(Snapshot snapshot, long maxMemoryBytes) {
        return fitsMemory(snapshot.memory(), maxMemoryBytes)
                && snapshot.globalCount()
                        == GlobalValues.FIELDS + initializers.globals(guestGlobals).length
                && fitsTables(snapshot)
                && snapshot.droppedData().length() <= initializers.dataSegments()
                && snapshot.droppedElements().length() <= initializers.elementSegments();
    }

    private boolean fitsMemory(MemoryImage image, long maxMemoryBytes) {
        long least = 0;
        long most = 0;
        if (facts.memory().isPresent()) {
            ModuleFacts.Memory memory = facts.memory().get();
            least = (long) memory.minPages() * PAGE_BYTES;
            most = memory.maxPages().map(pages -> (long) pages * PAGE_BYTES).orElse(maxMemoryBytes);
        }
        if (!initializers.growsMemory()) {
            most = least;
        }
        most = Math.min(most, maxMemoryBytes);
        return image.sizeBytes() % PAGE_BYTES == 0
                && image.sizeBytes() >= least
                && image.arrayBytes() <= most;
    }

    private boolean fitsTables(Snapshot snapshot) {
        if (snapshot.tableCount() != facts.tables().size()) {
            return false;
        }
        for (int i = 0; i < snapshot.tableCount(); i++) {
            ModuleFacts.Table table = facts.tables().get(i);
            int[] elements = snapshot.table(i);
            if (elements.length < table.minElements()
                    || elements.length > table.maxElements().orElse(Long.MAX_VALUE)) {
                return false;
            }
            for (int element : elements) {
                if (element != Value.REF_NULL_VALUE && !isFunction(element)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isFunction(int reference) {
        return reference >= 0 && reference < facts.imports().size() + facts.functionCount();
    }
}
