/**
 * Administration of tools by other bundles. The classes implement {@code org.vexhost.api.admin}
 * with the registry, the deployer, call statistics and denials.
 */
@NullMarked
package org.vexhost.loader.admin;

import org.jspecify.annotations.NullMarked;
