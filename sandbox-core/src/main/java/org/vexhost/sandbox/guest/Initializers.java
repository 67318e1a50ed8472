package org.vexhost.sandbox.guest;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ElementSection;
import com.dylibso.chicory.wasm.types.Global;
import com.dylibso.chicory.wasm.types.GlobalSection;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.PassiveElement;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.vexhost.sandbox.binary.InitialState;
import org.vexhost.sandbox.binary.InitialState.Data;
import org.vexhost.sandbox.binary.InitialState.Elements;
import org.vexhost.sandbox.binary.InitialState.Use;
import org.vexhost.sandbox.snapshot.MemoryImage;

/**
 * The initial state of a module's instances, in the form in which they are created from it. It is
 * computed once for all instances. Immutable except for the {@link #room}, provided that callers do
 * not change the returned arrays.
 */
public final class Initializers {

    /** The number of segments or chunks that are loaded between two checks of the stop flag. */
    private static final int CHECK_EVERY = 4_096;

    private static final int[] NO_ELEMENTS = {};
    private static final byte[] NO_DATA = {};

    private final WasmModule module;
    private final WasmModule started;
    private final ActiveData activeData;
    private final byte[][] passiveData;
    private final List<Elements> elements;
    private final long hostFuel;
    private final boolean growsMemory;
    private final MemoryRoom room = new MemoryRoom();

    /** The high halves of the vector globals. */
    private final long[] halves;

    private Initializers(WasmModule parsed, InitialState state, boolean growsMemory) {
        this.growsMemory = growsMemory;
        activeData = new ActiveData(state);
        passiveData = passiveData(state);
        elements = List.copyOf(state.elements());
        LongStream.Builder high = LongStream.builder();
        GlobalSection globals = globals(parsed.globalSection(), state, high);
        halves = high.build().toArray();
        WasmModule.Builder lean = lean(parsed, globals, elementsToKeep(parsed, elements));
        started = lean.build();
        parsed.startSection().ifPresent(lean::setStartSection);
        module = parsed.startSection().isPresent() ? lean.build() : started;
        hostFuel = HostFuel.ofInstance(parsed, state);
    }

    /**
     * Prepares the initial state of a module's instances.
     *
     * @param parsed the module; its function bodies are not used, and it may lack segments
     * @param state the initial state that the module declares
     * @param growsMemory whether the code of the module contains {@code memory.grow}
     */
    public static Initializers of(WasmModule parsed, InitialState state, boolean growsMemory) {
        return new Initializers(parsed, state, growsMemory);
    }

    /**
     * Returns whether the memory may grow. If not, the array of a memory must not be longer than
     * the memory, since the code of the module relies on the JVM's checks of array bounds.
     */
    boolean growsMemory() {
        return growsMemory;
    }

    /**
     * Returns the image of a memory. Guests that begin with it get an array with room to grow only
     * if the memory may grow.
     *
     * @param data the array of the memory
     * @param sizeBytes the size of the memory
     * @param maxBytes the maximum size of a memory that grows
     */
    MemoryImage image(byte[] data, int sizeBytes, int maxBytes) {
        return MemoryImage.of(data, sizeBytes, growsMemory ? maxBytes : sizeBytes);
    }

    /** Returns the module without the parts that this class has computed. */
    WasmModule module() {
        return module;
    }

    /** Creates the values of globals: zeros, followed by the high halves of the vector globals. */
    long[] globals(int count) {
        long[] values = new long[count + halves.length];
        System.arraycopy(halves, 0, values, count, halves.length);
        return values;
    }

    /**
     * Returns the same module without a start function, for instances whose start function has
     * already run.
     */
    WasmModule started() {
        return started;
    }

    /** Returns the room into which the memories of new guests can grow. */
    MemoryRoom room() {
        return room;
    }

    /** Returns the units of host fuel for creating an instance, without its memory. */
    long hostFuel() {
        return hostFuel;
    }

    private static byte[][] passiveData(InitialState state) {
        byte[][] passive = new byte[state.data().size()][];
        for (int i = 0; i < passive.length; i++) {
            Data segment = state.data().get(i);
            passive[i] =
                    segment.use() == Use.PASSIVE
                            ? Arrays.copyOfRange(state.bytes(), segment.from(), segment.to())
                            : NO_DATA;
        }
        return passive;
    }

    /**
     * Returns the globals, each with a single constant instead of its expression. The globals that
     * metering added follow the module's own, and have a single constant already.
     *
     * @param high gets the high halves of the vector globals
     */
    private static GlobalSection globals(
            GlobalSection section, InitialState state, LongStream.Builder high) {
        GlobalSection.Builder folded = GlobalSection.builder();
        Global[] all = section.globals();
        for (int i = 0; i < all.length; i++) {
            Global global = all[i];
            if (i >= state.globals()) {
                folded.addGlobal(global);
                continue;
            }
            ValType type = global.valueType();
            if (type.equals(ValType.V128)) {
                high.add(state.high(i));
                type = ValType.I64;
            }
            Instruction constant =
                    new Instruction(-1, OpCode.I64_CONST, new long[] {state.global(i)});
            folded.addGlobal(new Global(type, global.mutabilityType(), List.of(constant)));
        }
        return folded.build();
    }

    /**
     * Returns one segment for each of the module's. Only whether it is dropped is taken from it,
     * except by Chicory's interpreter, which also reads the elements of passive segments.
     */
    private static ElementSection elementsToKeep(WasmModule parsed, List<Elements> elements) {
        ElementSection.Builder kept = ElementSection.builder();
        for (int i = 0; i < elements.size(); i++) {
            boolean isParsed = i < parsed.elementSection().elementCount();
            kept.addElement(
                    isParsed && elements.get(i).use() != Use.ACTIVE
                            ? parsed.elementSection().getElement(i)
                            : new PassiveElement(ValType.FuncRef, List.of()));
        }
        return kept.build();
    }

    private static WasmModule.Builder lean(
            WasmModule parsed, GlobalSection globals, ElementSection elements) {
        WasmModule.Builder lean =
                WasmModule.builder()
                        .withValidation(false)
                        .setTypeSection(parsed.typeSection())
                        .setImportSection(parsed.importSection())
                        .setFunctionSection(parsed.functionSection())
                        .setTableSection(parsed.tableSection())
                        .setGlobalSection(globals)
                        .setExportSection(parsed.exportSection())
                        .setElementSection(elements)
                        .setCodeSection(parsed.codeSection())
                        .setDataSection(parsed.dataSection());
        parsed.memorySection().ifPresent(lean::setMemorySection);
        parsed.dataCountSection().ifPresent(lean::setDataCountSection);
        return lean;
    }

    /**
     * Loads the active segments: first elements, then data.
     *
     * @throws GuestTrapException if a segment does not fit
     */
    void load(Instance instance, FlatMemory memory) {
        for (int i = 0; i < elements.size(); i++) {
            Elements segment = elements.get(i);
            if (segment.use() == Use.ACTIVE) {
                int[] references = segment.references();
                ((GuestTable) instance.table(segment.table()))
                        .load(segment.offset(), references, 0, references.length);
            }
            checkNowAndThen(i, memory);
        }
        for (int i = 0; i < activeData.chunks(); i++) {
            activeData.write(i, memory);
            checkNowAndThen(i, memory);
        }
    }

    /** Returns the indexes of the active data segments, which are dropped after loading. */
    BitSet activeData() {
        return (BitSet) activeData.segments().clone();
    }

    private static void checkNowAndThen(int index, FlatMemory memory) {
        if (index % CHECK_EVERY == CHECK_EVERY - 1) {
            memory.gauge().check();
        }
    }

    /** Returns the number of data segments. */
    int dataSegments() {
        return passiveData.length;
    }

    /** Returns the number of element segments. */
    int elementSegments() {
        return elements.size();
    }

    /**
     * Returns the bytes of a passive data segment, which must not be changed; empty for any other
     * segment.
     */
    byte[] passiveData(int segment) {
        return passiveData[segment];
    }

    /**
     * Returns the elements of a passive segment, which must not be changed; empty for any other
     * segment.
     */
    int[] passiveElements(int segment) {
        Elements found = elements.get(segment);
        return found.use() == Use.PASSIVE ? found.references() : NO_ELEMENTS;
    }
}
