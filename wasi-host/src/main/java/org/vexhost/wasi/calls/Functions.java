package org.vexhost.wasi.calls;

import java.util.List;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.wasi.calls.file.DescriptorData;
import org.vexhost.wasi.calls.file.DescriptorMetadata;
import org.vexhost.wasi.calls.file.Directories;
import org.vexhost.wasi.calls.file.Links;
import org.vexhost.wasi.calls.file.Opening;
import org.vexhost.wasi.calls.file.Paths;
import org.vexhost.wasi.calls.file.Preopens;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.WasiSession;

/** All functions of WASI preview 1. */
public final class Functions {

    private Functions() {}

    /** Returns all functions. They are stateless. */
    public static List<HostFunction<WasiSession>> all() {
        FunctionList list = new FunctionList();
        ArgumentsAndEnvironment.addTo(list);
        Clocks.addTo(list);
        DescriptorData.addTo(list);
        DescriptorMetadata.addTo(list);
        Preopens.addTo(list);
        Directories.addTo(list);
        Opening.addTo(list);
        Paths.addTo(list);
        Links.addTo(list);
        Polling.addTo(list);
        ProcessControl.addTo(list);
        RandomBytes.addTo(list);
        Sockets.addTo(list);
        return list.toList();
    }
}
