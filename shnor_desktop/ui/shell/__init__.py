"""The window itself: navigation, menu, start page, help."""
