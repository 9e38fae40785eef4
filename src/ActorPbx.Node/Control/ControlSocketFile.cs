using System.Net.Sockets;
using System.Text;
using ActorPbx.Node.Running;

namespace ActorPbx.Node.Control;

/// <summary>The file of the control socket: only its owner may connect, and a file that a dead node left is replaced.</summary>
public static class ControlSocketFile
{
    /// <summary>Binds a listening socket to the path.</summary>
    /// <exception cref="StartException">Something else is at that path, or it cannot be made.</exception>
    public static Socket Listen(string path, int backlog)
    {
        if (Encoding.UTF8.GetByteCount(path) > ControlProtocol.MaxSocketPathBytes)
        {
            throw new StartException($"The control socket's path is longer than {ControlProtocol.MaxSocketPathBytes} bytes: {path}; set node.control-socket to a shorter one.");
        }

        RemoveStale(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Nobody can connect before Listen, so the mode is right before the first connection.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(backlog);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new StartException($"The control socket {path} cannot be made: {e.Message}; check the directory or set node.control-socket.", e);
        }
    }

    private static void RemoveStale(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        if ((File.GetAttributes(path) & (FileAttributes.Directory | FileAttributes.ReparsePoint)) != 0 || !IsSocket(path))
        {
            throw new StartException($"{path} is there and is no socket; set node.control-socket to another path or move that file away.");
        }

        if (Answers(path))
        {
            throw new StartException($"Another program answers on the control socket {path}; stop it, or set node.control-socket to another path.");
        }

        File.Delete(path);
    }

    private static bool Answers(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Opening a socket file fails with ENXIO; a regular file opens. That tells them apart without a native call.
    private static bool IsSocket(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
