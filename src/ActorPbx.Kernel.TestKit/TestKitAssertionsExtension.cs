using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Carries the test framework's assertions with an actor system.</summary>
public class TestKitAssertionsExtension(ITestKitAssertions assertions) : ExtensionIdProvider<TestKitAssertionsProvider>
{
    /// <inheritdoc/>
    public override TestKitAssertionsProvider CreateExtension(ExtendedActorSystem system) => new(assertions);

    /// <summary>The assertions that were registered for a system.</summary>
    public static TestKitAssertionsProvider For(ActorSystem system) => system.GetExtension<TestKitAssertionsProvider>();
}

/// <summary>Holds the assertions of an actor system under test.</summary>
public class TestKitAssertionsProvider(ITestKitAssertions assertions) : IExtension
{
    /// <summary>The test framework's assertions.</summary>
    public ITestKitAssertions Assertions { get; } = assertions;
}
