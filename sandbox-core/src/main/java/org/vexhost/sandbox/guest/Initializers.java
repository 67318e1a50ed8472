package org.vexhost.sandbox.guest;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.ActiveElement;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.ElementSection;
import com.dylibso.chicory.wasm.types.Global;
import com.dylibso.chicory.wasm.types.GlobalSection;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.PassiveElement;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import org.vexhost.sandbox.snapshot.MemoryImage;

/**
 * The initial state of a module's instances: the values of constant expressions, and segments as
 * arrays. It is computed once for all instances. Immutable except for the {@link #room}, provided
 * that callers do not change the returned arrays.
 */
public final class Initializers {

    /** The number of segments that are loaded between two checks of the stop flag. */
    private static final int CHECK_EVERY = 4_096;

    private static final int[] NO_ELEMENTS = {};

    private final WasmModule module;
    private final WasmModule started;
    private final byte[][] data;
    private final int[] dataOffsets;
    private final int[][] elements;
    private final int[] tables;
    private final int[] elementOffsets;
    private final long hostFuel;
    private final boolean growsMemory;
    private final MemoryRoom room = new MemoryRoom();

    /** The high halves of the vector globals. */
    private final long[] halves;

    private Initializers(WasmModule parsed, boolean growsMemory) {
        this.growsMemory = growsMemory;
        ConstantValues values = new ConstantValues();
        GlobalSection globals = globals(parsed.globalSection(), values);
        halves = values.halves();
        DataSegment[] segments = parsed.dataSection().dataSegments();
        data = new byte[segments.length][];
        dataOffsets = new int[segments.length];
        for (int i = 0; i < segments.length; i++) {
            data[i] = segments[i].data();
            if (segments[i] instanceof ActiveDataSegment active) {
                dataOffsets[i] = (int) values.evaluate(active.offsetInstructions());
            }
        }
        ElementSection section = parsed.elementSection();
        elements = new int[section.elementCount()][];
        tables = new int[elements.length];
        elementOffsets = new int[elements.length];
        ElementSection.Builder kept = ElementSection.builder();
        for (int i = 0; i < elements.length; i++) {
            Element element = section.getElement(i);
            elements[i] = NO_ELEMENTS;
            tables[i] = -1;
            if (element instanceof ActiveElement active) {
                elements[i] = values(active, values);
                tables[i] = active.tableIndex();
                elementOffsets[i] = (int) values.evaluate(active.offset());
                // An active segment is dropped after it is loaded.
                kept.addElement(new PassiveElement(element.type(), List.of()));
            } else {
                if (element instanceof PassiveElement) {
                    elements[i] = values(element, values);
                }
                kept.addElement(element);
            }
        }
        WasmModule.Builder lean = lean(parsed, globals, kept.build());
        started = lean.build();
        parsed.startSection().ifPresent(lean::setStartSection);
        module = parsed.startSection().isPresent() ? lean.build() : started;
        hostFuel = HostFuel.ofInstance(parsed, data, elements);
    }

    /**
     * Computes the initial state of a module's instances.
     *
     * @param parsed the module; its function bodies are not used
     * @param growsMemory whether the code of the module contains {@code memory.grow}
     */
    public static Initializers of(WasmModule parsed, boolean growsMemory) {
        return new Initializers(parsed, growsMemory);
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

    /** Returns the globals, each with a single constant instead of its expression. */
    private static GlobalSection globals(GlobalSection section, ConstantValues values) {
        GlobalSection.Builder folded = GlobalSection.builder();
        for (Global global : section.globals()) {
            boolean isVector = global.valueType().equals(ValType.V128);
            long value =
                    isVector
                            ? values.addVector(global.initInstructions())
                            : values.addGlobal(global.initInstructions());
            Instruction constant = new Instruction(-1, OpCode.I64_CONST, new long[] {value});
            folded.addGlobal(
                    new Global(
                            isVector ? ValType.I64 : global.valueType(),
                            global.mutabilityType(),
                            List.of(constant)));
        }
        return folded.build();
    }

    private static int[] values(Element element, ConstantValues values) {
        int[] refs = new int[element.elementCount()];
        for (int i = 0; i < refs.length; i++) {
            refs[i] = (int) values.evaluate(element.initializers().get(i));
        }
        return refs;
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
    void load(Instance instance, FlatMemory memory, DataSegment[] declared) {
        for (int i = 0; i < elements.length; i++) {
            if (tables[i] >= 0) {
                ((GuestTable) instance.table(tables[i]))
                        .load(elementOffsets[i], elements[i], 0, elements[i].length);
            }
            checkNowAndThen(i, memory);
        }
        for (int i = 0; i < data.length; i++) {
            if (declared[i] instanceof ActiveDataSegment) {
                memory.write(dataOffsets[i], data[i], 0, data[i].length);
                memory.drop(i);
            }
            checkNowAndThen(i, memory);
        }
    }

    private static void checkNowAndThen(int index, FlatMemory memory) {
        if (index % CHECK_EVERY == CHECK_EVERY - 1) {
            memory.gauge().check();
        }
    }

    /** Returns the number of data segments. */
    int dataSegments() {
        return data.length;
    }

    /** Returns the number of element segments. */
    int elementSegments() {
        return elements.length;
    }

    /** Returns the bytes of a data segment, which must not be changed. */
    byte[] data(int segment) {
        return data[segment];
    }

    /**
     * Returns the elements of a passive segment, which must not be changed; empty for any other
     * segment.
     */
    int[] passiveElements(int segment) {
        return tables[segment] >= 0 ? NO_ELEMENTS : elements[segment];
    }
}
