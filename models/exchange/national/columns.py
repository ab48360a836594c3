"""The five sheets of the national system, column by column: header = where its cell is kept.

``ledger.field`` · ``measure:CODE`` one 帮扶措施 of that group for each part of the cell · ``episode_step:CODE.field``
the 办理步骤 of that code · two targets: the cell is kept in both · ``?`` in front: a stand-in, read only where the
column it stands for is missing · ``-`` nothing is kept, with the reason. Facts of a household stand on the rows of all
its members; ``PERSON`` names the columns that differ from row to row.
"""

VILLAGE, OBJECT, SURVEY, WORK, PLAN = "village", "object", "survey", "work", "plan"

PLACE = """
省 = village.province
市 = village.city
县 = village.county
县(市、区、旗) = village.county
乡 = village.township
乡(镇) = village.township
"""

VILLAGES = """
村 = village.name
行政村 = village.name
行政村编码 = village.code
是否出列 = village.poor
出列年度 = village.left_year
村负责人 = village.secretary
村办公电话 = village.phone
总户数 = village.households
总人口数 = village.persons
自然村（村民小组）数 = village.group_count
脱贫户数 = village.poor_households
脱贫人口数 = village.poor_persons
监测对象户数 = village.monitored_households
监测对象人口数 = village.monitored_persons
低保户数 = village.dibao_households
低保人口数 = village.dibao_persons
特困供养人口数 = village.tekun_persons
残疾人口数 = village.disabled_persons
劳动力人数 = village.labour_persons
外出务工人数 = village.away_persons
少数民族人口数 = village.minority_persons
耕地面积（亩） = village.arable_mu
林地面积（亩） = village.forest_mu
农民人均纯收入（元） = village.farmer_income
村级集体经济收入（万元） = village.income
村小学（个数） = village.schools
参加城乡居民基本医疗保险人数 = village.medical_persons
参加城乡居民基本养老保险人数 = village.pension_persons
到乡镇是否通沥青（水泥）路 = village.paved
是否通客运班车 = village.bus
未实现饮水安全户数 = village.unsafe_water
饮水困难户数 = village.hard_water
危房户数 = village.unsafe_houses
农民专业合作社个数 = village.coops
行政村卫生室个数 = village.clinics
行政村公共卫生厕所个数 = village.public_toilets
行政村执业（助理）医师（人） = village.doctors
行政村生产生活垃圾集中堆放点个数（个） = village.rubbish_points
行政村文化（图书）室个数（个） = village.libraries
通宽带户数（户） = village.broadband_households
备注 = village.remark
"""

PERSON = """
人编号 = member.person_no
姓名 = member.name
性别 = member.sex
出生日期 = member.birth
年龄 = - 由出生日期算出
证件类型 = member.id_type
证件号码 = member.id_no
民族 = member.nation
政治面貌 = member.politics
与户主关系 = member.relation
家庭成员联系电话 = member.phone
健康状况 = member.health
残疾类别 = member.disability_type
残疾等级 = member.disability_level
残疾证办证年度 = member.disability_cert_year
大病病种 = member.serious_disease
慢性病病种 = member.chronic_disease
文化程度 = member.education
义务教育阶段未上学原因 = member.dropout_reason
在校生状况 = member.school_state
劳动技能 = member.labour
就读学校 = member.school_name
是否会讲普通话 = member.mandarin
是否参加城乡居民基本医疗保险 = member.med_resident
是否参加城镇职工基本医疗保险 = member.med_worker
是否参加大病保险 = member.med_serious
享受低保政策情况 = member.dibao
是否参加商业补充医疗保险 = member.med_commercial
是否参加城乡居民基本养老保险 = member.pension_resident
是否参加城镇职工基本养老保险 = member.pension_worker
是否享受人身意外保险补贴 = member.accident_ins
是否接受医疗救助 = member.med_aid
是否接受其他健康帮扶 = member.other_health_help
务工所在地 = member.work_place
务工企业名称 = member.employer
务工时间（月） = member.work_months
就业渠道（易地搬迁后扶使用） = member.channel
公益性岗位 = member.post_type
公益性岗位(月数) = member.post_months
享受特困供养政策情况 = member.tekun
备注 = member.remark
gender = ?member.sex
"""

HOUSEHOLD = """
村 = village.name
行政村 = village.name
户编号 = household.hh_no
组 = household.group
户主姓名 = household.head
户主证件号码 = household.head_id_no
家庭人口数 = household.members_year income_sheet.persons
户联系电话 = household.phone
户类型 = household.hh_type
脱贫年度 = household.leave_year
开户银行 = household.bank_name
银行卡号 = household.bank_account
是否军烈属 = household.martyr_family
是否独生子女户 = household.only_child
是否双女户 = household.two_daughters
是否易地搬迁户 = household.resettled
是否加入农民专业合作社 = household.coop
是否危房户 = household.unsafe_house
是否解决安全饮用水 = household.safe_water
是否通生活用电 = household.life_power
是否通广播电视 = household.tv
是否有卫生厕所 = household.toilet
住房面积 = household.house_area
入户道路是否硬化 = household.road_hardened
入户路类型 = household.road_type
与村主干路距离 = household.road_km
主要燃料类型 = household.fuel
耕地面积（亩） = household.arable_mu
有效灌溉面积（亩） = household.irrigated_mu
林地面积（亩） = household.forest_mu
退耕还林面积（亩） = household.conversion_mu
林果面积（亩） = household.orchard_mu
牧草地面积 = household.grass_mu
水面面积 = household.water_mu
是否有龙头企业带动 = household.leading_firm
是否有致富带头人带动 = household.rich_leader
安置点名称 = household.resettle_site
搬迁方式 = household.resettle_way
后续帮扶措施 = household.resettle_help
整户无劳动能力兜底保障户 = household.no_labour_backstop episode.no_labour_backstop
年度 = income_sheet.year
工资性收入 = income_sheet.wage
生产经营性收入 = income_sheet.business
财产性收入 = income_sheet.property
资产收益分红收入 = income_sheet.C1
其他财产性收入 = income_sheet.C5
转移性收入 = income_sheet.transfer
计划生育金 = income_sheet.D1
低保金 = income_sheet.D2
特困人员救助供养金 = income_sheet.D3
养老金或离退休金 = income_sheet.D4
生态补偿金 = income_sheet.D5
其他转移性收入 = income_sheet.D6
生产经营性支出 = income_sheet.cost
理赔收入 = income_sheet.F
合规自付支出 = income_sheet.G
家庭总收入 = income_sheet.total
家庭纯收入（元） = income_sheet.net
人均纯收入（元） = income_sheet.net_pc
帮扶联系人 = helper.name
帮扶联系人单位 = helper.org
帮扶联系人电话 = helper.phone
结对开始时间 = help_pair.start
"""

EPISODE = """
监测对象类别 = episode.category
风险是否已消除 = episode.eliminated
识别监测时间 = episode.recognised_on
消除监测时间 = episode.eliminated_on
风险消除方式 = episode.elim_way
致贫/返贫风险1 = episode.risks
致贫/返贫风险2 = episode.risks
致贫/返贫风险3 = episode.risks
致贫/返贫风险4 = episode.risks
致贫/返贫风险5 = episode.risks
因自然灾害子项 = episode.disaster_sub
其他备注 = episode.other_remark
信息采集人 = episode.collector
信息采集人联系电话 = episode.collector_phone
信息录入人 = episode.entered_by
信息录入人联系电话 = episode.entered_phone
采集时间 = episode.collected_on
是否签订承诺授权书 = episode.consent_signed
入户核查时间 = episode_step:02.date
民主评议时间 = episode_step:04.date
公示开始时间 = episode_step:05.date
公示结束时间 = episode_step:05.until
乡级审核时间 = episode_step:06.date
县级审定时间 = episode_step:07.date
风险预警来源 = episode.warn_source
预警时间 = episode.warned_on
识别程序完成天数 = episode.process_days
帮扶计划制定时间 = assist_plan.made_on
监测联系人单位 = episode.contact_org
监测联系人职务 = episode.contact_post
是否扶志扶智对象 = episode.spirit_aid
是否申请救助 = episode.aid_applied
救助申请时间 = episode.aid_applied_on
民政对象类别 = episode.civil_category
防贫保险理赔 = episode.insurance_paid
临时救助金额 = episode.temporary_aid
首次落实帮扶时间 = episode_step:11.date
实施开发式帮扶措施情况 = episode.dev_measure_state
最近走访时间 = episode.last_visit_on
是否义务教育阶段适龄儿童少年失学辍学 = episode.ident_dropout
是否有家庭成员未参加城乡居民（职工）基本医疗保险 = episode.ident_insured
义务教育保障 = measure:100A46
产业帮扶 = measure:100A39
住房安全保障 = measure:100A50
健康帮扶 = measure:100A45
公益岗位帮扶 = measure:100A42
公益性岗位帮扶其他备注 = measure:100A42
就业帮扶 = measure:100A40
搬迁 = measure:100A53
生产生活条件改善 = measure:100A54
教育帮扶 = measure:100A47
社会帮扶 = measure:100A52
金融帮扶 = measure:100A41
饮水安全保障 = measure:100A51
综合保障 = measure:100A48
基础设施建设 = measure:100A55
消除公示开始时间 = episode_step:24.date
消除公示结束时间 = episode_step:24.until
消除审定时间 = episode_step:26.date
风险消除后是否义务教育阶段适龄儿童少年失学辍学 = episode.elim_dropout
风险消除后是否住房损毁 = episode.elim_house
风险消除后是否有家庭成员未参加城乡居民（职工）基本医疗保险 = episode.elim_insured
风险消除后是否饮水设施损毁 = episode.elim_water
风险消除后工资性收入 = episode.elim_wage
风险消除后财产性收入 = episode.elim_property
风险消除后转移性收入 = episode.elim_transfer
风险消除后生产经营性收入 = episode.elim_business
风险消除后生产经营性支出 = episode.elim_cost
风险消除后家庭纯收入 = episode.elim_net
风险消除后家庭人均纯收入 = episode.elim_income_pc
风险消除后理赔收入 = episode.elim_claim
风险消除后合规自付支出 = episode.elim_self_paid
变更时间 = episode.altered_on
检测对象类别 = ?episode.category
风险是否已消除0 = ?episode.eliminated
公益性岗位帮扶 = ?measure:100A42
"""

SURVEYS = """
行政村 = village.name rural_survey.place
自然村(组) = household.group rural_survey.group
户编号 = household.hh_no
户主姓名 = household.head rural_survey.head
证件号码 = household.head_id_no rural_survey.head_id_no
联系电话 = household.phone rural_survey.phone
户类型 = household.hh_type rural_survey.hh_type
监测对象类别 = rural_survey.monitor_category
家庭人口数 = household.members_year rural_survey.persons
常住人口数 = rural_survey.residents
住房结构 = rural_survey.structure
住房建成年份 = rural_survey.built_year
建筑面积 = household.house_area rural_survey.floor_area
是否危房 = household.unsafe_house rural_survey.unsafe_house
是否通自来水 = rural_survey.tap_water
饮水是否安全 = household.safe_water rural_survey.safe_water
是否有卫生厕所 = household.toilet rural_survey.toilet
卫生厕所类型 = rural_survey.toilet_type
卫生厕所是否能正常使用 = household.toilet_usable rural_survey.toilet_usable
是否有淋浴设施 = rural_survey.shower
生活污水处理方式 = rural_survey.sewage
生活垃圾处理方式 = rural_survey.rubbish
炊事主要能源 = rural_survey.cook_fuel
取暖主要能源 = rural_survey.heat_fuel
是否通生活用电 = household.life_power rural_survey.life_power
是否通宽带 = rural_survey.broadband
入户路类型 = household.road_type rural_survey.road_type
是否有洗衣机 = rural_survey.washer
是否有冰箱 = rural_survey.fridge
是否有彩电 = rural_survey.colour_tv
是否有汽车 = rural_survey.car
采集时间 = rural_survey.surveyed_on
备注 = rural_survey.remark
"""

WORKS = """
村 = village.name
行政村 = village.name
户编号 = household.hh_no
人编号 = work_record.person_no
姓名 = work_record.person
证件号码 = work_record.id_no
户类型 = work_record.hh_type
监测对象类别 = work_record.monitor_category
劳动技能 = work_record.labour
是否已务工 = work_record.working
开始时间 = work_record.start
结束时间 = work_record.end
务工所在省 = work_record.province
务工所在市 = work_record.city
务工所在县 = work_record.county
务工企业名称 = work_record.employer
所属行业 = work_record.industry
就业渠道 = work_record.channel
务工月收入 = work_record.monthly_wage
是否点对点输送 = work_record.point_to_point
年度交通费补助 = work_record.traffic_subsidy
联系电话 = work_record.phone
是否参加技能培训 = work_record.trained
是否签订劳动合同 = work_record.contract
备注 = work_record.remark
更新时间 = work_record.confirmed
"""

PLANS = """
村 = village.name
行政村 = village.name
户编号 = household.hh_no
人编号 = work_plan.person_no
姓名 = work_plan.person
证件号码 = work_plan.id_no
户类型 = work_plan.hh_type
监测对象类别 = work_plan.monitor_category
劳动技能 = work_plan.labour
是否计划务工 = work_plan.planned
是否计划外出务工 = work_plan.planned_out
计划务工时间 = work_plan.month
计划务工所在省 = work_plan.province
计划务工所在市 = work_plan.city
计划务工所在县 = work_plan.county
就业服务需求 = work_plan.need
期望月收入 = work_plan.wage
联系电话 = work_plan.phone
备注 = work_plan.remark
"""

TEXTS = {
    VILLAGE: PLACE + VILLAGES,
    OBJECT: PLACE + PERSON + HOUSEHOLD + EPISODE,
    SURVEY: PLACE + SURVEYS,
    WORK: PLACE + WORKS,
    PLAN: PLACE + PLANS,
}

# A table with two thirds of these headers is that sheet; our own exports call most of them otherwise.
MARKS = {
    VILLAGE: (
        "是否出列",
        "总户数",
        "总人口数",
        "低保户数",
        "特困供养人口数",
        "村级集体经济收入（万元）",
        "是否通客运班车",
    ),
    OBJECT: (
        "户编号",
        "人编号",
        "与户主关系",
        "证件号码",
        "监测对象类别",
        "风险是否已消除",
        "识别监测时间",
        "综合保障",
    ),
    SURVEY: (
        *("县(市、区、旗)", "乡(镇)", "户编号", "证件号码", "住房结构", "建筑面积", "是否危房", "饮水是否安全"),
        *("卫生厕所是否能正常使用", "是否有洗衣机"),
    ),
    WORK: ("县", "乡", "户编号", "证件号码", "是否已务工", "务工所在县", "就业渠道", "务工月收入", "年度交通费补助"),
    PLAN: ("县", "乡", "户编号", "证件号码", "是否计划务工", "计划务工所在县", "就业服务需求", "期望月收入"),
}

# Words of the national lists that ours call otherwise; other words than these and our labels are told of.
WORDS = {
    "member.dibao": ("未享受",),
    "member.tekun": ("不享受",),
    "member.school_state": ("硕士研究生及以上",),
    "member.channel": ("本地务工",),
    "member.post_type": ("护路员", "护水员", "养老护理员"),
    "episode.dev_measure_state": ("已实施",),
    "episode.disaster_sub": ("洪涝灾害", "地质灾害", "生物灾害", "气象灾害", "地震灾害", "其他灾害"),
    "member.disability_type": tuple(f"{one}残疾" for one in ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"]),
    "work_record.industry": ("居民服务业",),
}
