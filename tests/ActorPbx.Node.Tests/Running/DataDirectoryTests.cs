using ActorPbx.Node.Running;
using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Tests.Running;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private NodePaths Paths => NodePaths.Of(_directory.File("pbx.conf"), new NodeSettings { DataDirectory = "data" });

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void One_node_at_a_time_has_it()
    {
        using (DataDirectory.Take(Paths))
        {
            var refusal = Should.Throw<StartException>(() => DataDirectory.Take(Paths)).Message;
            refusal.ShouldContain($"Another node (process {Environment.ProcessId}) runs on the data directory {Paths.DataDirectory}");
            refusal.ShouldContain("actorpbx stop");
        }

        DataDirectory.Take(Paths).Dispose();
    }

    [Fact]
    public void Others_may_not_write_there()
    {
        using var held = DataDirectory.Take(Paths);
        (File.GetUnixFileMode(Paths.DataDirectory) & (UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)).ShouldBe(UnixFileMode.None);
    }

    [Fact]
    public void A_place_where_no_directory_can_be_is_said()
    {
        _directory.Write("file", "");
        var paths = NodePaths.Of(_directory.File("pbx.conf"), new NodeSettings { DataDirectory = "file/data" });
        Should.Throw<StartException>(() => DataDirectory.Take(paths)).Message.ShouldContain("node.data-directory");
    }
}
