package org.vexhost.sandbox.compile.chicory;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionSection;
import com.dylibso.chicory.wasm.types.GlobalSection;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.Section;
import com.dylibso.chicory.wasm.types.StartSection;
import com.dylibso.chicory.wasm.types.TableSection;
import com.dylibso.chicory.wasm.types.TagSection;
import com.dylibso.chicory.wasm.types.TypeSection;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.vexhost.sandbox.binary.InitialState;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.meter.Meter;

/**
 * Describes a module to Chicory, which creates its instances. The description has all functions but
 * no bodies, because the functions are compiled, and no segments, because {@link InitialState} has
 * them. Chicory's parser would copy large modules several times and compute a digest, so it only
 * gets the parts that are small.
 */
public final class InstanceModule {

    private static final FunctionBody COMPILED = new FunctionBody(List.of(), List.of());

    private InstanceModule() {}

    /**
     * Returns the description of a module. It does not refer to the module's bytes.
     *
     * @param layout the validated module; it need not have bodies
     */
    public static WasmModule of(ModuleLayout layout) {
        WasmModule.Builder all = WasmModule.builder().withValidation(false);
        Parser.builder()
                .withValidation(false)
                .build()
                .parse(
                        new ByteArrayInputStream(Meter.skeleton(layout)),
                        section -> set(all, section));
        FunctionSection.Builder functions = FunctionSection.builder();
        CodeSection.Builder code = CodeSection.builder();
        for (int i = layout.importedFunctions(); i < layout.functionCount(); i++) {
            functions.addFunctionType(layout.functionTypeIndex(i));
            code.addFunctionBody(COMPILED);
        }
        return all.setFunctionSection(functions.build()).setCodeSection(code.build()).build();
    }

    private static void set(WasmModule.Builder all, Section section) {
        if (section instanceof TypeSection types) {
            all.setTypeSection(types);
        } else if (section instanceof ImportSection imports) {
            all.setImportSection(imports);
        } else if (section instanceof TableSection tables) {
            all.setTableSection(tables);
        } else if (section instanceof MemorySection memories) {
            all.setMemorySection(memories);
        } else if (section instanceof TagSection tags) {
            all.setTagSection(tags);
        } else if (section instanceof GlobalSection globals) {
            all.setGlobalSection(globals);
        } else if (section instanceof ExportSection exports) {
            all.setExportSection(exports);
        } else if (section instanceof StartSection start) {
            all.setStartSection(start);
        }
    }
}
