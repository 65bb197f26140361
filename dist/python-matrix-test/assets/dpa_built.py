"""Lets a package that is imported from the project's tree find the modules that only its build has made: its installed twin holds them.

Lies in an environment's site-packages, beside a path file that calls `install`; its twin among the assets may be found before it.
"""

import os
import sys
from importlib.machinery import PathFinder


class BuiltModules:
    """Looks for the modules of some packages in the tree first, then in their installed twins."""

    def __init__(self, site, packages):
        self.site = site
        self.packages = frozenset(packages)

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in self.packages:
            return None
        spec = PathFinder.find_spec(name, path, target)
        folders = spec.submodule_search_locations if spec else None
        twin = os.path.join(self.site, *name.split("."))
        if folders is not None and twin not in folders and os.path.isdir(twin):
            folders.append(twin)
        return spec


def install(site, packages):
    sys.meta_path.insert(0, BuiltModules(site, packages))
