@echo off
rem Runs jclip from this checkout on Windows, as ./jclip does elsewhere: builds on first use. Nobody has tried it yet.
rem After changes of the sources, delete cli\target.
setlocal
set "here=%~dp0"
if not defined JAVA_HOME (
  echo jclip: set JAVA_HOME to a JDK 25 or newer 1>&2
  exit /b 1
)
if exist "%here%cli\target\jclip-built" goto run
where mvn >nul 2>nul
if errorlevel 1 (
  echo jclip: building needs Maven 3.8 or newer: install it, so that mvn is on the PATH 1>&2
  exit /b 1
)
echo jclip: building (once) ... 1>&2
pushd "%here%"
call mvn --batch-mode --quiet --no-transfer-progress -Dmaven.test.skip=true -pl cli -am package 1>&2
if errorlevel 1 (
  popd
  echo jclip: the build failed 1>&2
  exit /b 1
)
popd
type nul >"%here%cli\target\jclip-built"
:run
"%JAVA_HOME%\bin\java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xms32m -Xmn16m -XX:PretenureSizeThreshold=64k -Dorg.bytedeco.javacpp.nopointergc=true -cp "%here%cli\target\*;%here%cli\target\lib\*" %JCLIP_OPTS% dev.jclip.cli.Main %*
exit /b %errorlevel%
