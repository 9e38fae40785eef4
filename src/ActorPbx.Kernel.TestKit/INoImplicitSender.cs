namespace ActorPbx.Kernel.TestKit;

/// <summary>Marks a test class whose messages shall not carry the test actor as their sender.</summary>
public interface INoImplicitSender;
