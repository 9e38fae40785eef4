using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Running;

internal static class NodeRun
{
    public static Task<int> RunAsync(LoadedConfiguration configuration, TextWriter output) => throw new NotImplementedException();
}
