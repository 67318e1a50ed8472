package org.vexhost.loader.deploy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a host that begins before it and is closed after it; it may begin another one. */
abstract class DeploymentTestCase {

    @TempDir Path home;
    TestHost host;

    @BeforeEach
    void beginHost() {
        host = new TestHost(home);
    }

    @AfterEach
    void closeHost() throws Exception {
        host.close();
    }
}
