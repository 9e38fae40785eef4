using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ActorPbx.Domain.Tests.Architecture;

/// <summary>What one assembly asks of the actor runtime: members it refers to, methods it overrides, interfaces it implements.</summary>
internal sealed class ActorApiUse(string path, ActorApi api)
{
    private readonly MetadataReader _reader = new PEReader(new MemoryStream(File.ReadAllBytes(path))).GetMetadataReader();

    public IEnumerable<string> Lines() =>
        Types().Concat(Members()).Concat(_reader.TypeDefinitions.SelectMany(Derived)).Distinct();

    private IEnumerable<string> Types() =>
        from handle in _reader.TypeReferences
        where IsKernel(handle)
        select "type " + ActorApi.InAkka(ActorApi.Plain(ActorApi.NameOf(_reader, handle)));

    private IEnumerable<string> Members()
    {
        foreach (var handle in _reader.MemberReferences)
        {
            var member = _reader.GetMemberReference(handle);
            if (!IsKernel(member.Parent)) continue;
            var type = ActorApi.Plain(ActorApi.NameOf(_reader, member.Parent));
            var name = _reader.GetString(member.Name);
            yield return member.GetKind() == MemberReferenceKind.Field
                ? ActorApi.InAkka($"{member.DecodeFieldSignature(SignatureText.Instance, null)} {type}.{name}")
                : MethodLine(type, name, member.DecodeMethodSignature(SignatureText.Instance, null));
        }
    }

    private string MethodLine(string type, string name, MethodSignature<string> signature)
    {
        var wanted = ActorApi.SignatureOf(signature);
        return api.Line(type, name, (reader, method) => ActorApi.SignatureOf(method.DecodeSignature(SignatureText.Instance, null)) == wanted)
            ?? throw new InvalidOperationException($"{Path.GetFileName(path)} uses {type}.{name}, which the runtime beside it has not: build the solution anew.");
    }

    private IEnumerable<string> Derived(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        foreach (var each in type.GetInterfaceImplementations())
        {
            var face = _reader.GetInterfaceImplementation(each).Interface;
            if (IsKernel(face)) yield return "implements " + ActorApi.InAkka(ActorApi.Plain(ActorApi.NameOf(_reader, face)));
        }

        if (RuntimeBaseOf(type) is not { } root) yield break;
        foreach (var each in type.GetMethods())
        {
            var method = _reader.GetMethodDefinition(each);
            if ((method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot)) != MethodAttributes.Virtual) continue;
            var parameters = method.DecodeSignature(SignatureText.Instance, null).ParameterTypes.Length;
            if (api.Line(root, _reader.GetString(method.Name), (_, its) => its.Attributes.HasFlag(MethodAttributes.Virtual) && its.GetParameters().Count >= parameters) is { } line)
                yield return "override " + line;
        }
    }

    // The first type of the runtime among those that a type derives from, through its own assembly's types.
    private string? RuntimeBaseOf(TypeDefinition type)
    {
        while (type.BaseType is { IsNil: false, Kind: HandleKind.TypeDefinition }) type = _reader.GetTypeDefinition((TypeDefinitionHandle)type.BaseType);
        return IsKernel(type.BaseType) ? ActorApi.Plain(ActorApi.NameOf(_reader, type.BaseType)) : null;
    }

    private bool IsKernel(EntityHandle handle)
    {
        while (handle.Kind == HandleKind.TypeReference)
        {
            var scope = _reader.GetTypeReference((TypeReferenceHandle)handle).ResolutionScope;
            if (scope.Kind == HandleKind.AssemblyReference)
                return _reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name).StartsWith("ActorPbx.Kernel", StringComparison.Ordinal);
            handle = scope;
        }

        return handle.Kind == HandleKind.TypeSpecification
            && ActorApi.NameOf(_reader, handle).StartsWith("ActorPbx.Kernel.", StringComparison.Ordinal);
    }
}
