@echo off
rem Starts vexhost. Needs Java 17 or later: the one in the folder 'runtime' beside 'bin', or else
rem JAVA_HOME's, or the one on the PATH.
rem
rem   VEXHOST_HOME       the host's folder, where --home is not given
rem   VEXHOST_JAVA_OPTS  more options for the JVM of 'run' and 'exec', for example -Xmx4g
setlocal EnableExtensions

for %%I in ("%~dp0..") do set "dist=%%~fI"

if exist "%dist%\runtime\bin\java.exe" (
    set "java=%dist%\runtime\bin\java.exe"
) else if defined JAVA_HOME (
    set "java=%JAVA_HOME%\bin\java.exe"
) else (
    set "java=java.exe"
)
"%java%" -version >nul 2>&1
if errorlevel 1 (
    echo vexhost: no java found: set JAVA_HOME, or put Java 17 or later on the PATH 1>&2
    exit /b 1
)
set "major="
for /f "tokens=3" %%V in ('""%java%" -version 2^>^&1 ^| findstr /i " version ""') do if not defined major set "major=%%~V"
for /f "delims=.-+ tokens=1" %%M in ("%major%") do set "major=%%M"
if "%major%"=="1" set "major=8"
if %major% LSS 17 (
    echo vexhost: Java 17 or later is needed ['%java%' is %major%]; set JAVA_HOME to its folder 1>&2
    exit /b 1
)

set "class_path=%dist%\lib\*"
rem The JVM refuses to start with two collectors: what else it is told comes first.
set "collector=-XX:+UseSerialGC"
set "told=%JAVA_TOOL_OPTIONS% %JDK_JAVA_OPTIONS% %_JAVA_OPTIONS%"
if "%~1"=="exec" set "told=%told% %VEXHOST_JAVA_OPTS%"
set told | findstr /r "Use.*GC @ -XX:Flags= -XX:VMOptionsFile=" >nul && set "collector="
set "options=-XX:TieredStopAtLevel=1 %collector%"
set "extra="
set "terminal=false"
rem The framework and the code of tools use what Java 24 and later warn of, at every start.
set "direct="
if %major% GEQ 23 set "direct=--sun-misc-unsafe-memory-access=allow"
rem No threads of its own for G1's refinement: on Java 25 such a thread wakes 20 times a second.
if "%~1"=="run" (
    set "options=%direct% -XX:-DontCompileHugeMethods -XX:-ClipInlining -XX:G1ConcRefinementThreads=0 -XX:+ExplicitGCInvokesConcurrent -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30"
    set "extra=%VEXHOST_JAVA_OPTS%"
)
if "%~1"=="exec" (
    set "options=%direct% -XX:-DontCompileHugeMethods -XX:-ClipInlining %collector% -XX:Tier4InvocationThreshold=40000 -XX:Tier4MinInvocationThreshold=4800 -XX:Tier4CompileThreshold=120000 -XX:Tier4BackEdgeThreshold=320000 -XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::implCompressMultiBlock0,0.02"
    set "extra=%VEXHOST_JAVA_OPTS%"
    set "class_path=%dist%\lib\*;%dist%\system\*"
)
if "%~1"=="meter" set "class_path=%dist%\lib\*;%dist%\system\*"
if "%~1"=="doctor" set "class_path=%dist%\lib\*;%dist%\system\*"
if "%~1"=="support" set "class_path=%dist%\lib\*;%dist%\system\*"
if "%~1"=="demo" set "class_path=%dist%\lib\*;%dist%\system\*"
if "%~1"=="shell" set "class_path=%dist%\lib\*;%dist%\system\*"

"%java%" %options% %extra% "-Dvexhost.distribution=%dist%" "-Dvexhost.terminal=%terminal%" -cp "%class_path%" org.vexhost.distribution.cli.Main %*
exit /b %errorlevel%
