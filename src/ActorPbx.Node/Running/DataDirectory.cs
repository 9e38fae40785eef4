using System.Globalization;
using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Running;

/// <summary>The node's data directory, held by one node at a time: the lock is the kernel's, so a killed node leaves none behind.</summary>
public sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const int WouldBlock = 11; // EWOULDBLOCK, errno(3)

    private readonly FileStream _lock;

    private DataDirectory(FileStream held) => _lock = held;

    /// <summary>Makes the directory if it is missing, and takes it.</summary>
    /// <exception cref="StartException">Another node has it, or it cannot be written.</exception>
    public static DataDirectory Take(NodePaths paths)
    {
        try
        {
            Directory.CreateDirectory(paths.DataDirectory, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
            return new DataDirectory(Lock(paths));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"The data directory {paths.DataDirectory} cannot be used: {e.Message}; give this user the right to write there, or set node.data-directory.", e);
        }
    }

    /// <summary>Lets another node have it.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(NodePaths paths)
    {
        try
        {
            // FileShare.None is flock(2), which ends with the process.
            var held = new FileStream(paths.LockFile, Mine(FileMode.OpenOrCreate, FileShare.None));
            File.WriteAllText(paths.ProcessFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
            return held;
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new StartException(
                $"Another node{Owner(paths)} runs on the data directory {paths.DataDirectory}; end it with 'actorpbx stop --socket {paths.ControlSocket}', or set node.data-directory to another one.", e);
        }
    }

    private static FileStreamOptions Mine(FileMode mode, FileShare share) => new()
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = share,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private static string Owner(NodePaths paths) =>
        File.Exists(paths.ProcessFile) && int.TryParse(File.ReadAllText(paths.ProcessFile).Trim(), out var process)
            ? string.Create(CultureInfo.InvariantCulture, $" (process {process})")
            : "";
}
