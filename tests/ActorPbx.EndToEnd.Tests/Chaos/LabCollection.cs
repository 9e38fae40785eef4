using ActorPbx.EndToEnd.Tests.Hosts;

namespace ActorPbx.EndToEnd.Tests.Chaos;

/// <summary>The tests that share one laboratory with a whole company, one after the other and beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LabCollection : ICollectionFixture<LabCluster>
{
    public const string Name = "laboratory";
}
