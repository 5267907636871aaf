"""What Qt finds on this machine, printed as JSON: run as a process of its own, which Qt may end."""

import json
import sys
from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication

_SCRIPTS = {
    "Latin": QFontDatabase.WritingSystem.Latin,
    "Greek": QFontDatabase.WritingSystem.Greek,
    "Cyrillic": QFontDatabase.WritingSystem.Cyrillic,
    "Arabic": QFontDatabase.WritingSystem.Arabic,
    "Hebrew": QFontDatabase.WritingSystem.Hebrew,
    "Devanagari": QFontDatabase.WritingSystem.Devanagari,
    "Thai": QFontDatabase.WritingSystem.Thai,
    "Chinese": QFontDatabase.WritingSystem.SimplifiedChinese,
    "Japanese": QFontDatabase.WritingSystem.Japanese,
    "Korean": QFontDatabase.WritingSystem.Korean,
}


def probe() -> dict[str, Any]:
    """Qt's version, platform and default font, the number of font families, and the scripts that none of them has."""
    application = QGuiApplication(sys.argv[:1])
    families = QFontDatabase.families()
    return {
        "qt": qVersion(),
        "platform": application.platformName(),
        "font": application.font().family(),
        "families": len(families),
        "emoji": any("emoji" in family.lower() for family in families),
        "without": [name for name, system in _SCRIPTS.items() if not QFontDatabase.families(system)],
    }


if __name__ == "__main__":
    print(json.dumps(probe()))
