// Sums over a workgroup, whatever the subgroup width. Needs GL_KHR_shader_subgroup_arithmetic; called by all invocations.
shared float subgroup_sums[64];

float group_sum(float v) {
    v = subgroupAdd(v);
    if (subgroupElect()) subgroup_sums[gl_SubgroupID] = v;
    barrier();
    float sum = 0;
    for (uint i = 0; i < gl_NumSubgroups; ++i) sum += subgroup_sums[i];
    barrier();
    return sum;
}
