"""Prints the path of the ONNX Runtime library that the Python package `onnxruntime` carries."""

import importlib.util
import pathlib
import sys

package = importlib.util.find_spec("onnxruntime")
if package is None:
    sys.exit("the package onnxruntime is not installed; see tests/onnx/requirements.txt")
folder = pathlib.Path(package.submodule_search_locations[0], "capi")
names = ["libonnxruntime.so*", "libonnxruntime*.dylib", "onnxruntime.dll"]
libraries = sorted(path for name in names for path in folder.glob(name))
if not libraries:
    sys.exit(f"no ONNX Runtime library in {folder}")
print(libraries[-1])
