"""Why a share cannot be reached, in a few words."""

import errno


def why(error: OSError) -> str:
    """Return the reason of an error of the system, in Chinese where it is a usual one."""
    if type(error).__name__ == "gaierror":  # to import socket takes time
        return "找不到这台主机"
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


_REASONS = {
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "不是文件夹",
    errno.EACCES: "没有权限",
    errno.EROFS: "只能读，不能写",
    errno.ENOSPC: "磁盘已满",
    errno.EHOSTDOWN: "对方没有开机",
    errno.ECONNREFUSED: "对方没有开着这项服务",
    errno.ETIMEDOUT: "没有回应",
}
